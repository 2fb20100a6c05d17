import { crc64 } from '../crc64.ts';
import type { SeededRandom } from '../seeded-random.test-support.ts';

/**
 * Writes values in the forms they had before Redis 7, which no server at hand writes any more: ziplists, zipmaps, and
 * DUMP payloads and RDB files around them. All texts are one byte a character.
 */

export function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function lowestFirst(width: number, value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt.asIntN(64, BigInt(value)));
  return bytes.subarray(0, width);
}

/** Heads and back lengths may be longer than they need be: servers left them so, or could have. */
export interface ZiplistHabits {
  readonly wideBackLength?: () => boolean;
  readonly wideHead?: () => boolean;
}

const never = (): boolean => false;

/** The ziplist of these elements; what looks like an integer is one there. */
export function ziplistOf(elements: readonly string[], habits: ZiplistHabits = {}): Buffer {
  const { wideBackLength = never, wideHead = never } = habits;
  const pieces: Buffer[] = [];
  let size = 10;
  let last = size;
  let before = 0;
  for (const element of elements) {
    const isWide = before >= 254 || wideBackLength();
    const back = isWide ? Buffer.concat([Buffer.from([254]), lowestFirst(4, before)]) : Buffer.from([before]);
    const piece = Buffer.concat([
      back,
      isInteger(element) ? integerOf(element, wideHead()) : stringOf(element, wideHead()),
    ]);
    pieces.push(piece);
    last = size;
    before = piece.length;
    size += before;
  }
  const count = Math.min(elements.length, 0xffff);
  const head = [lowestFirst(4, size + 1), lowestFirst(4, last), lowestFirst(2, count)];
  return Buffer.concat([...head, ...pieces, Buffer.from([0xff])]);
}

function isInteger(text: string): boolean {
  return /^(0|-?[1-9]\d{0,18})$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

function integerOf(text: string, isWide: boolean): Buffer {
  const value = BigInt(text);
  if (value >= 0n && value <= 12n && !isWide) return Buffer.from([0xf1 + Number(value)]);
  const forms = [
    [1, 0xfe],
    [2, 0xc0],
    [3, 0xf0],
    [4, 0xd0],
    [8, 0xe0],
  ] as const;
  const smallest = forms.findIndex(([width]) => BigInt.asIntN(width * 8, value) === value);
  const [width, head] = forms[isWide ? 4 : smallest] ?? [8, 0xe0];
  return Buffer.concat([Buffer.from([head]), lowestFirst(width, value)]);
}

function stringOf(text: string, isWide: boolean): Buffer {
  const { length } = text;
  const wide = Buffer.from([0x80, 0, 0, 0, 0]);
  wide.writeUInt32BE(length, 1);
  const short = length <= 63 ? [length] : [0x40 | (length >> 8), length & 0xff];
  return Buffer.concat([isWide || length > 16383 ? wide : Buffer.from(short), latin1(text)]);
}

/** The zipmap of these pairs, with so many unused bytes behind each value. */
export function zipmapOf(
  pairs: readonly (readonly [string, string])[],
  unused: () => number = () => 0,
): Buffer {
  const pieces = pairs.flatMap(([field, value]) => {
    const free = unused();
    return [
      ...[zipmapLength(field.length), latin1(field), zipmapLength(value.length), Buffer.from([free])],
      ...[latin1(value), Buffer.alloc(free, 'u')],
    ];
  });
  return Buffer.concat([Buffer.from([Math.min(pairs.length, 254)]), ...pieces, Buffer.from([0xff])]);
}

function zipmapLength(length: number): Buffer {
  return length < 254 ? Buffer.from([length]) : Buffer.concat([Buffer.from([254]), lowestFirst(4, length)]);
}

/** A length as RDB has it. */
export function lengthOf(value: number): Buffer {
  if (value < 64) return Buffer.from([value]);
  if (value < 16384) return Buffer.from([0x40 | (value >> 8), value & 0xff]);
  const bytes = Buffer.from([0x80, 0, 0, 0, 0]);
  bytes.writeUInt32BE(value, 1);
  return bytes;
}

/** A string as RDB has it. */
export function rdbString(value: Buffer | string): Buffer {
  const bytes = typeof value === 'string' ? latin1(value) : value;
  return Buffer.concat([lengthOf(bytes.length), bytes]);
}

/** A score as text, as RDB has it before version 8. */
export function textScore(score: string): Buffer {
  if (score === 'inf' || score === '-inf') return Buffer.from([score === 'inf' ? 254 : 255]);
  return Buffer.concat([Buffer.from([score.length]), latin1(score)]);
}

/** A payload of DUMP of this type with these bytes, sealed with a right checksum. */
export function sealed(type: number, value: Buffer, version = 6): Buffer {
  const body = Buffer.concat([Buffer.from([type]), value, Buffer.from([version, 0])]);
  return Buffer.concat([body, lowestFirst(8, crc64(body, 0, body.length))]);
}

/** A file with these values under the keys "0", "1" … */
export function rdbFile(
  version: number,
  values: readonly (readonly [type: number, value: Buffer])[],
): Buffer {
  const entries = values.map(([type, value], key) =>
    Buffer.concat([Buffer.from([type]), rdbString(String(key)), value]),
  );
  const magic = latin1(`REDIS${String(version).padStart(4, '0')}`);
  const body = Buffer.concat([magic, Buffer.from([0xfe, 0]), ...entries, Buffer.from([0xff])]);
  return version < 5 ? body : Buffer.concat([body, lowestFirst(8, crc64(body, 0, body.length))]);
}

/** The bytes with some of them changed, cut off or doubled, or none. */
export function damaged(random: SeededRandom, bytes: Buffer, byteMax = 255): Buffer {
  const copy = Buffer.from(bytes);
  for (let times = random.below(3); times > 0 && copy.length > 0; times--) {
    // The front says most, so it is hit most.
    const at = random.below(random.chance(0.5) ? Math.min(copy.length, 14) : copy.length);
    copy[at] = random.chance(0.5) ? (copy[at] as number) ^ (1 << random.below(7)) : random.below(byteMax + 1);
  }
  const kind = random.below(8);
  if (kind === 0) return copy.subarray(0, random.below(copy.length + 1));
  if (kind === 1) return Buffer.concat([copy, copy.subarray(random.below(copy.length))]);
  return copy;
}
