/**
 * DEBUG: what tests of Redis-compatible software rely on, and no more.
 *
 * One command for the table, whose subcommands are rows here: it is a tool for tests, so its subcommands are neither
 * documented by COMMAND DOCS nor counted one by one, as in Redis.
 */
import { CommandError, subcommandSyntax } from '../../../errors.ts';
import type { Call, Handler } from '../../../execution/call.ts';
import { replyHelp } from '../../help.ts';
import { clientEviction, replybuffer } from './connections.ts';
import { digest, digestValue } from './digest.ts';
import { object, populate, reload } from './keyspace.ts';
import { jmap } from './memory-map.ts';
import { protocol } from './protocol.ts';
import { htstats, htstatsKey, listpack, packedThreshold, quicklist, sdslen } from './structures.ts';

interface Subcommand {
  /** Words a request has, DEBUG and the subcommand included; negative: at least so many. */
  readonly words: number;
  readonly syntax: string;
  readonly summary: string;
  readonly run: Handler;
}

const POPULATE_SUMMARY = 'Create keys named <prefix>:<number>, strings of <size> bytes.';
const THRESHOLD_SUMMARY = 'From which size on an element of a list has a node of its own; 0 is 1gb.';
const RELOAD_SUMMARY = 'Write the dataset as RDB and read it back, in memory.';

const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map<string, Subcommand>([
  ['aof-flush-sleep', row(3, '<microseconds>', 'Accepted and without effect.', accept)],
  ['change-repl-id', row(2, '', 'Begin a new replication history.', changeReplId)],
  ['client-eviction', row(2, '', 'How much memory connections of every size take.', clientEviction)],
  ['digest', row(2, '', 'A digest of all databases: equal where the data is equal.', digest)],
  ['digest-value', row(-2, '<key> [<key> ...]', 'A digest of each value.', digestValue)],
  ['error', row(3, '<string>', 'Answer with this error.', error)],
  ['htstats', row(3, '<database>', 'How well the index of keys is filled.', htstats)],
  ['htstats-key', row(3, '<key>', 'The same for a value that is a table.', htstatsKey)],
  ['jmap', row(-2, '[<count>]', 'Memory by database and type, and the largest keys of each.', jmap)],
  ['listpack', row(3, '<key>', 'Describe a compact value in the log.', listpack)],
  ['loadaof', row(2, '', 'Refused: there is no append-only file yet.', loadaof)],
  ['log', row(3, '<message>', 'Write a message to the log.', log)],
  ['object', row(3, '<key>', 'How the value of a key is held.', object)],
  ['pause-cron', row(3, '<0|1>', 'Stop background work.', pauseCron)],
  ['populate', row(-3, '<count> [<prefix>] [<size>]', POPULATE_SUMMARY, populate)],
  ['protocol', row(3, '<type>', 'Answer with a value of a RESP type.', protocol)],
  ['quicklist', row(-3, '<key> [<0|1>]', 'Describe a list in the log.', quicklist)],
  ['quicklist-packed-threshold', row(3, '<size>', THRESHOLD_SUMMARY, packedThreshold)],
  ['reload', row(-2, '[NOSAVE] [NOFLUSH] [MERGE]', RELOAD_SUMMARY, reload)],
  ['replybuffer', row(4, '<PEAK-RESET-TIME|RESIZING> <value>', 'Accepted and without effect.', replybuffer)],
  ['sdslen', row(3, '<key>', 'The length of a key and of its string.', sdslen)],
  ['set-active-expire', row(3, '<0|1>', 'Stop or resume looking for expired keys.', setActiveExpire)],
  ['set-disable-deny-scripts', row(3, '<0|1>', 'Accepted and without effect.', accept)],
  ['set-skip-checksum-validation', row(3, '<0|1>', 'Accepted and without effect.', accept)],
  ['sleep', row(3, '<seconds>', 'Serve nobody for a time. Decimals are allowed.', sleep)],
]);

/** What would end or harm the process: a client of Redwing cannot. */
const REFUSED: ReadonlySet<string> = new Set([
  'assert',
  'crash-and-recover',
  'leak',
  'oom',
  'panic',
  'restart',
  'segfault',
]);

function row(words: number, syntax: string, summary: string, run: Handler): Subcommand {
  return { words, syntax, summary, run };
}

/** DEBUG subcommand [argument …] */
export function debug(call: Call): void {
  const name = call.text(1);
  if (call.is(1, 'HELP')) {
    help(call);
    return;
  }
  const subcommand = SUBCOMMANDS.get(name.toLowerCase());
  const words = subcommand?.words ?? 0;
  const fits = words >= 0 ? call.count === words : call.count >= -words;
  if (REFUSED.has(name.toLowerCase())) {
    throw new CommandError(
      `ERR DEBUG ${name.toUpperCase()} is refused: no client may end or harm this process`,
    );
  }
  if (subcommand === undefined || !fits) throw subcommandSyntax(name, 'debug');
  subcommand.run(call);
}

function help(call: Call): void {
  const lines = [...SUBCOMMANDS].map(
    ([name, { syntax, summary }]) => [`${name.toUpperCase()} ${syntax}`.trimEnd(), summary] as const,
  );
  replyHelp(call, 'DEBUG', lines);
}

/** Waits without serving anybody: that is what it is for. */
function sleep(call: Call): void {
  const seconds = Number.parseFloat(call.text(2));
  if (seconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
  call.reply.ok();
}

function setActiveExpire(call: Call): void {
  call.engine.activeExpiry = Number.parseInt(call.text(2), 10) > 0;
  call.reply.ok();
}

/** Stops all that is done by itself; what is asked for is done all the same. */
function pauseCron(call: Call): void {
  call.engine.cronPaused = Number.parseInt(call.text(2), 10) > 0;
  call.reply.ok();
}

/** Not thrown, because it is no failure: as in Redis, no statistics count it. */
function error(call: Call): void {
  call.reply.error(call.text(2));
}

function log(call: Call): void {
  call.engine.surroundings.log.warn(`DEBUG LOG: ${Buffer.from(call.request.copy(2)).toString('utf8')}`);
  call.reply.ok();
}

function changeReplId(call: Call): void {
  call.engine.replication.history.begin();
  call.reply.ok();
}

function loadaof(): void {
  throw new CommandError('ERR There is no append-only file to load');
}

function accept(call: Call): void {
  call.reply.ok();
}
