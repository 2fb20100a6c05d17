/** OBJECT: how a value is held, and how it has been used. */
import { EMBSTR, INT } from '@redwing/store';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** The access clock has 24 bits of seconds. */
const CLOCK_MASK = 0xff_ffff;

/** OBJECT ENCODING key */
export function encoding(call: Call): void {
  const entry = call.look(2);
  if (entry === 0) call.reply.null();
  else call.reply.bulkText(encodingName(call.db.entries.encoding(entry)));
}

/** The name OBJECT ENCODING and DEBUG OBJECT know a string's encoding by. */
export function encodingName(encoding: number): string {
  return encoding === INT ? 'int' : encoding === EMBSTR ? 'embstr' : 'raw';
}

/** OBJECT IDLETIME key: seconds since it was last used */
export function idletime(call: Call): void {
  const entry = call.look(2);
  if (entry === 0) {
    call.reply.null();
    return;
  }
  if (usesFrequency(call)) {
    throw new CommandError(
      'ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
    );
  }
  call.reply.integer((call.engine.keyspace.accessClock - call.db.entries.accessClock(entry)) & CLOCK_MASK);
}

/** OBJECT FREQ key */
export function freq(call: Call): void {
  const entry = call.look(2);
  if (entry === 0) {
    call.reply.null();
    return;
  }
  if (!usesFrequency(call)) {
    throw new CommandError(
      'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
    );
  }
  call.reply.integer(call.db.entries.accessClock(entry) & 0xff);
}

/** OBJECT REFCOUNT key: an entry belongs to its key alone, small integers are told as Redis shares them. */
export function refcount(call: Call): void {
  const entry = call.look(2);
  if (entry === 0) {
    call.reply.null();
    return;
  }
  call.reply.integer(refcountOf(call, entry));
}

/** What OBJECT REFCOUNT and DEBUG OBJECT tell of a string. */
export function refcountOf(call: Call, entry: number): number {
  const { bytes, start, length } = call.value(entry);
  const shared = call.db.entries.encoding(entry) === INT && length <= 4 && bytes[start] !== 45;
  return shared ? 2_147_483_647 : 1;
}

function usesFrequency(call: Call): boolean {
  return call.engine.configuration.values.maxmemoryPolicy.includes('lfu');
}
