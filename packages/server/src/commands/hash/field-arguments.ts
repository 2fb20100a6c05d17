/** What the commands on fields that expire take: the word FIELDS, a count and fields; times, which have limits here. */
import type { HashValue } from '@redwing/store';
import { CommandError, errors, invalidExpire, wrongArity } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { TimeUnit } from '../../execution/expiry-options.ts';

/** The latest a field can expire: Redis keeps two bits of its 48 for itself. */
const TIME_MAX = 2 ** 46 - 1;

const fieldsMissing = new CommandError(
  'ERR Mandatory argument FIELDS is missing or not at the right position',
);
const fieldsMismatch = new CommandError('ERR The `numfields` parameter must match the number of arguments');
export const fieldsNotPositive: CommandError = new CommandError(
  'ERR Number of fields must be a positive integer',
);
const negativeTime = new CommandError('ERR invalid expire time, must be >= 0');

/**
 * Where the fields begin behind the word FIELDS at argument `at` and their count; they go on to the end of the request.
 * @throws `refusal` if the count is none
 */
export function readFields(call: Call, at: number, refusal: CommandError = fieldsNotPositive): number {
  if (at >= call.count || !call.is(at, 'FIELDS')) throw fieldsMissing;
  if (at + 1 >= call.count) throw wrongArity(call.command.name);
  const count = call.int64(at + 1, refusal);
  if (count < 1) throw refusal;
  if (count !== call.count - at - 2) throw fieldsMismatch;
  return at + 2;
}

/** When argument `index` says that fields expire, in ms since the epoch. @throws notInteger and errors of its own */
export function readFieldTime(call: Call, index: number, unit: TimeUnit, absolute: boolean): number {
  const given = call.rounded(index);
  if (given < 0) throw negativeTime;
  const milliseconds = unit === 'seconds' ? given * 1000 : given;
  const base = absolute ? 0 : call.now;
  if (milliseconds > TIME_MAX - base) throw invalidExpire(call.command.name);
  return base + milliseconds;
}

export interface FieldExpiry {
  readonly unit: TimeUnit;
  readonly absolute: boolean;
}

/** The expiry option EX, PX, EXAT or PXAT at argument `index`, or undefined when it is none. */
export function fieldExpiry(call: Call, index: number): FieldExpiry | undefined {
  if (call.is(index, 'EX')) return { unit: 'seconds', absolute: false };
  if (call.is(index, 'PX')) return { unit: 'milliseconds', absolute: false };
  if (call.is(index, 'EXAT')) return { unit: 'seconds', absolute: true };
  if (call.is(index, 'PXAT')) return { unit: 'milliseconds', absolute: true };
  return undefined;
}

/** The place of the field in argument `index`, or 0. */
export function placeOf(call: Call, hash: HashValue, index: number): number {
  const { request } = call;
  return hash.find(request.bytes, request.start(index), request.length(index));
}

/** What has become of a field that was given a time. */
export type Outcome = 'kept' | 'deleted';

/** Gives the field in argument `index`, which is there, a time; one that has passed deletes it, but on a replica. */
export function giveTime(call: Call, hash: HashValue, index: number, time: number): Outcome {
  const { request } = call;
  const start = request.start(index);
  const length = request.length(index);
  if (time <= call.now && call.engine.keyspace.expiring) {
    hash.remove(request.bytes, start, length);
    return 'deleted';
  }
  hash.setTime(request.bytes, start, length, Math.max(time, 1));
  return 'kept';
}

/** Copies of arguments, to be propagated. */
export function copies(call: Call, indexes: readonly number[]): Uint8Array[] {
  return indexes.map((index) => call.request.copy(index));
}

/** Says how many fields a command changed, as it goes to replicas: HPEXPIREAT, and HDEL for those that are past. */
export function propagateTimes(
  call: Call,
  time: number,
  kept: readonly number[],
  deleted: readonly number[],
): void {
  const key = call.request.copy(1);
  if (deleted.length > 0) call.propagateAs('HDEL', key, ...copies(call, deleted));
  if (kept.length > 0) {
    call.propagateAs('HPEXPIREAT', key, String(time), 'FIELDS', String(kept.length), ...copies(call, kept));
  }
}

/** @throws the error of an option nobody knows */
export function refuseOption(call: Call, index: number): never {
  if (index >= call.count) throw errors.syntax;
  throw new CommandError(`ERR unknown argument: ${call.text(index)}`);
}
