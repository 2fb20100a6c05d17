/** PFMERGE. */
import { hyperloglog } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { bench, putBench, readSketch, writeSketch } from './sketch-entry.ts';

const { REGISTERS } = hyperloglog;

/** The union of all sketches, a byte for each register. */
const union = new Uint8Array(REGISTERS);

/** PFMERGE destkey [sourcekey …]: what destkey has counted before stays. */
export function pfmerge(call: Call): void {
  union.fill(0);
  let anyDense = false;
  for (let i = 1; i < call.count; i++) {
    const entry = readSketch(call, i);
    if (entry === 0) continue;
    const { bytes, start, length } = call.value(entry);
    anyDense ||= hyperloglog.isDense(bytes, start);
    if (!hyperloglog.mergeRegisters(bytes, start, length, union)) throw errors.corruptSketch;
  }
  const target = writeSketch(call, 1);
  if (target === 0) {
    bench.clear();
  } else {
    const { bytes, start, length } = call.value(target);
    if (!bench.load(bytes, start, length)) throw errors.corruptSketch;
  }
  if (anyDense) bench.takeRegisters(union);
  else raiseAll(call);
  hyperloglog.expireCount(bench.bytes, 0);
  putBench(call, 1);
  call.changed(1, 'pfadd');
  call.reply.ok();
}

/** Register by register, because that is what decides the bytes of a sparse sketch. */
function raiseAll(call: Call): void {
  const { hllSparseMaxBytes } = call.engine.configuration.values;
  for (let register = 0; register < REGISTERS; register++) {
    const rank = union[register] as number;
    if (rank > 0) bench.raise(register, rank, hllSparseMaxBytes);
  }
}
