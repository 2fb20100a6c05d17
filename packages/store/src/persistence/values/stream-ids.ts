/** Ids of entries in RDB: as 16 bytes, in the order in which they sort, or as two lengths. */
import type { StreamId } from '../../values/stream/stream-id.ts';
import type { RdbInput } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';

export const ID_BYTES = 16;

const bytes = new Uint8Array(ID_BYTES);
const view = new DataView(bytes.buffer);

/** The bytes of an id; good until the next call. */
export function idBytes({ words }: StreamId): Uint8Array {
  for (let i = 0; i < 4; i++) view.setUint32(i * 4, words[i] as number);
  return bytes;
}

export function idOfBytes(source: Uint8Array, start: number, into: StreamId): StreamId {
  for (let i = 0; i < ID_BYTES; i++) bytes[i] = source[start + i] as number;
  for (let i = 0; i < 4; i++) into.words[i] = view.getUint32(i * 4);
  return into;
}

export function writeId(output: RdbOutput, { words }: StreamId): void {
  output.wideLength(words[0] as number, words[1] as number);
  output.wideLength(words[2] as number, words[3] as number);
}

export function readId(input: RdbInput, into: StreamId): StreamId {
  input.wideLength(into.words, 0);
  input.wideLength(into.words, 2);
  return into;
}
