/** PFADD. */
import { hyperloglog, resizeString } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { bench, makeDense, putBench, writeSketch } from './sketch-entry.ts';

const { CORRUPT, isDense, NEEDS_DENSE, placeElement, raiseDense, REGISTER_BITS, REGISTERS, UNCHANGED } =
  hyperloglog;

const edit = new hyperloglog.SparseEdit();

/**
 * PFADD key [element …]
 *
 * That the runs of a sparse sketch are corrupt shows only at an element whose register they do not reach. What was
 * added before it stays, as in Redis, and no event tells of it; but replicas do the same.
 */
export function pfadd(call: Call): void {
  const { request } = call;
  let entry = writeSketch(call, 1);
  const isNew = entry === 0;
  if (isNew) {
    bench.clear();
    entry = putBench(call, 1);
  }
  let raised = 0;
  let failed = false;
  for (let i = 2; i < call.count && !failed; i++) {
    const place = placeElement(request.bytes, request.start(i), request.length(i));
    const target = raiseRegister(call, entry, place & (REGISTERS - 1), place >>> REGISTER_BITS);
    if (target < 0) failed = true;
    else if (target > 0) {
      entry = target;
      raised++;
    }
  }
  const updates = isNew ? raised + 1 : raised;
  if (updates > 0) {
    const { entries } = call.db;
    hyperloglog.expireCount(entries.bytes(entry), entries.valueStart(entry));
    // A replica must be left with the same half of the work, though Redis counts none of it.
    if (failed) call.engine.effects.propagateAnyhow();
    else call.changed(1, 'pfadd', updates);
  }
  if (failed) throw errors.corruptSketch;
  call.reply.integer(updates > 0 ? 1 : 0);
}

/** Raises a register of the sketch in argument 1. Returns its entry, 0 if nothing changed, -1 if it is corrupt. */
function raiseRegister(call: Call, entry: number, register: number, rank: number): number {
  const { db } = call;
  const { entries } = db;
  const bytes = entries.bytes(entry);
  const start = entries.valueStart(entry);
  if (isDense(bytes, start)) return raiseDense(bytes, start, register, rank) ? entry : 0;
  const length = entries.valueLength(entry);
  const outcome = edit.plan(bytes, start, length, register, rank);
  if (outcome === UNCHANGED) return 0;
  if (outcome === CORRUPT) return -1;
  const { hllSparseMaxBytes } = call.engine.configuration.values;
  if (outcome === NEEDS_DENSE || (edit.growth > 0 && length + edit.growth > hllSparseMaxBytes)) {
    return promote(call, entry, register, rank);
  }
  const target = edit.growth > 0 ? resizeString(db, entry, length + edit.growth) : entry;
  const after = edit.apply(entries.bytes(target), entries.valueStart(target), length);
  entries.setValueLength(target, after);
  return target;
}

function promote(call: Call, entry: number, register: number, rank: number): number {
  let dense = 0;
  try {
    dense = makeDense(call, 1, entry);
  } catch (failure) {
    if (failure === errors.corruptSketch) return -1;
    throw failure;
  }
  raiseDense(call.db.entries.bytes(dense), call.db.entries.valueStart(dense), register, rank);
  return dense;
}
