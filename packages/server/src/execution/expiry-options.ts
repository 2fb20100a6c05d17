/**
 * Expiry times as commands take them: EX, PX, EXAT, PXAT of SET and GETEX, and the number of SETEX and EXPIRE.
 *
 * Times are absolute milliseconds since the epoch inside. Above 2^53 ms they are no longer exact (that is the year
 * 287396); the limits of Redis (64-bit) are checked all the same.
 */
import { INT64_MAX } from '@redwing/store';
import { errors, invalidExpire } from '../errors.ts';
import type { Call } from './call.ts';

export type TimeUnit = 'seconds' | 'milliseconds';

/** When argument `index` says that something expires, in ms since the epoch. @throws notInteger, invalidExpire */
export function readExpiry(call: Call, index: number, unit: TimeUnit, absolute: boolean): number {
  const given = call.int64(index);
  const invalid = (): Error => invalidExpire(call.command.name);
  if (given <= 0) throw invalid();
  if (typeof given === 'number' && given < 2 ** 43) {
    const milliseconds = unit === 'seconds' ? given * 1000 : given;
    return absolute ? milliseconds : call.now + milliseconds;
  }
  let milliseconds = BigInt(given);
  if (unit === 'seconds') {
    if (milliseconds > INT64_MAX / 1000n) throw invalid();
    milliseconds *= 1000n;
  }
  if (!absolute) {
    if (milliseconds > INT64_MAX - BigInt(call.now)) throw invalid();
    milliseconds += BigInt(call.now);
  }
  return Number(milliseconds);
}

/** The expiry option at argument `index` (EX, PX, EXAT, PXAT), or undefined when it is none. The time follows it. */
function expiryOption(call: Call, index: number): { unit: TimeUnit; absolute: boolean } | undefined {
  if (call.is(index, 'EX')) return { unit: 'seconds', absolute: false };
  if (call.is(index, 'PX')) return { unit: 'milliseconds', absolute: false };
  if (call.is(index, 'EXAT')) return { unit: 'seconds', absolute: true };
  if (call.is(index, 'PXAT')) return { unit: 'milliseconds', absolute: true };
  return undefined;
}

/**
 * Whether argument `index` is an expiry option with a value behind it. `before` is where one stood already (0: nowhere):
 * the same option may be given again, and the last one counts, but not another one beside it.
 */
export function takesExpiry(call: Call, index: number, before: number): boolean {
  const option = expiryOption(call, index);
  if (option === undefined || index + 1 >= call.count) return false;
  const first = before === 0 ? option : expiryOption(call, before);
  return first?.unit === option.unit && first.absolute === option.absolute;
}

/** The time that the expiry option at argument `index` gives. @throws notInteger, invalidExpire */
export function expiryGiven(call: Call, index: number): number {
  const option = expiryOption(call, index);
  if (option === undefined) throw errors.syntax;
  return readExpiry(call, index + 1, option.unit, option.absolute);
}
