/** The timeout of a command that waits. */
import type { LongDouble } from '@redwing/store';
import { longDoubleToNumber, parseLongDouble } from '@redwing/store';
import { CommandError } from '../errors.ts';
import type { Call } from '../execution/call.ts';

const INT64_MAX = 2n ** 63n - 1n;
const notANumber = new CommandError('ERR timeout is not a float or out of range');
const negative = new CommandError('ERR timeout is negative');

/**
 * Argument `index`, in seconds, as milliseconds, rounded up. What is far beyond any time is taken for negative, as in
 * Redis.
 */
export function readTimeout(call: Call, index: number): number {
  const { request } = call;
  if (call.is(index, '0')) return 0;
  const seconds = parseLongDouble(request.bytes, request.start(index), request.length(index));
  if (seconds === undefined) throw notANumber;
  const milliseconds = Math.ceil(longDoubleToNumber(seconds) * 1000);
  if (milliseconds < 0 || (milliseconds >= 2 ** 63 && isBeyondTime(seconds))) throw negative;
  const isTiny = milliseconds === 0 && seconds.mantissa > 0n && !seconds.negative;
  return isTiny ? 1 : Math.abs(milliseconds);
}

/** Whether these seconds are more milliseconds than 64 bits hold, which a double cannot tell. */
function isBeyondTime({ infinite, mantissa, exponent }: LongDouble): boolean {
  const scaled = mantissa * 1000n;
  if (infinite || exponent >= 0) return infinite || scaled << BigInt(exponent) > INT64_MAX;
  return scaled > INT64_MAX << BigInt(-exponent);
}
