/** Bit offsets as arguments. */
import { parseInt64 } from '@redwing/store';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const HASH = 35;
const invalidOffset = new CommandError('ERR bit offset is not an integer or out of range');

/** Argument `index` as a bit offset. With `width`, `#n` means the n-th field of that many bits. */
export function readBitOffset(call: Call, index: number, width: number): number {
  const { request } = call;
  const counted = width > 0 && request.bytes[request.start(index)] === HASH && request.length(index) > 0;
  const skip = counted ? 1 : 0;
  const value = parseInt64(request.bytes, request.start(index) + skip, request.length(index) - skip);
  if (value === undefined) throw invalidOffset;
  const offset = BigInt.asIntN(64, BigInt(value) * BigInt(counted ? width : 1));
  const limit = BigInt(call.engine.configuration.values.protoMaxBulkLen);
  if (offset < 0n || offset >> 3n >= limit) throw invalidOffset;
  return Number(offset);
}
