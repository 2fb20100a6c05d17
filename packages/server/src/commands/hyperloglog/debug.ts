/** PFDEBUG, PFSELFTEST: for tests of HyperLogLogs. */
import { hyperloglog } from '@redwing/store';
import { CommandError, shownPart } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { makeDense, writeSketch } from './sketch-entry.ts';

const noSuchKey = new CommandError('ERR The specified key does not exist');
const notSparse = new CommandError('ERR HLL encoding is not sparse');

/** PFDEBUG GETREG | DECODE | ENCODING | TODENSE key */
export function pfdebug(call: Call): void {
  const entry = writeSketch(call, 2);
  if (entry === 0) throw noSuchKey;
  const { bytes, start, length } = call.value(entry);
  const isDense = hyperloglog.isDense(bytes, start);
  if (call.is(1, 'GETREG')) {
    replyRegisters(call, isDense ? entry : convert(call, entry));
  } else if (call.is(1, 'DECODE')) {
    if (isDense) throw notSparse;
    call.reply.bulkText(hyperloglog.describeSparse(bytes, start, length));
  } else if (call.is(1, 'ENCODING')) {
    call.reply.simple(isDense ? 'dense' : 'sparse');
  } else if (call.is(1, 'TODENSE')) {
    if (!isDense) convert(call, entry);
    call.reply.integer(isDense ? 0 : 1);
  } else {
    throw new CommandError(`ERR Unknown PFDEBUG subcommand '${shownPart(call.text(1), Infinity)}'`);
  }
}

/** It is propagated that a sketch was made dense, but nobody else hears of it: it counts the same. */
function convert(call: Call, entry: number): number {
  const dense = makeDense(call, 2, entry);
  call.engine.effects.touched();
  return dense;
}

function replyRegisters(call: Call, entry: number): void {
  const { bytes, start } = call.value(entry);
  call.reply.array(hyperloglog.REGISTERS);
  for (let register = 0; register < hyperloglog.REGISTERS; register++) {
    call.reply.integer(hyperloglog.denseRank(bytes, start, register));
  }
}

/** PFSELFTEST */
export function pfselftest(call: Call): void {
  const { configuration, surroundings } = call.engine;
  const failure = hyperloglog.testSketches(surroundings.random, configuration.values.hllSparseMaxBytes);
  if (failure !== undefined) throw new CommandError(`ERR TESTFAILED ${failure}`);
  call.reply.ok();
}
