/**
 * The numbers of the RDB file format.
 *
 *      "REDIS" + four digits of version
 *      records:  opcode + its operands            what concerns the file, a database, or the next entry
 *                type + key + value               an entry
 *      EOF opcode, then (from version 5 on) eight bytes of checksum over everything before them
 *
 * A length takes 1, 2, 5 or 9 bytes, told apart by the first two bits; the fourth pattern of these bits says
 * that not a length follows but a string in a special form:
 *
 *      00LLLLLL                  up to 63
 *      01LLLLLL LLLLLLLL         up to 16,383
 *      10000000 + 4 bytes        up to 2^32 - 1, highest byte first
 *      10000001 + 8 bytes        anything larger, highest byte first
 *      110000EE                  an integer of 1, 2 or 4 bytes, lowest first, or LZF: two lengths, bytes
 */

export const RDB_MAGIC = 'REDIS';

/** What is written: the version of Redis 7.0. */
export const RDB_VERSION = 10;

/** What is written where fields of hashes expire: the version of Redis 7.4, which older ones do not read. */
export const RDB_VERSION_FIELD_TIMES = 12;

/**
 * The newest version that is read. As far as strings go, versions 1 to 12 differ in records that can be
 * skipped.
 */
export const RDB_VERSION_READ_MAX = 12;

/** The first version that ends in a checksum. */
export const RDB_VERSION_CHECKSUM = 5;

export const OPCODE_SLOT_INFO = 244;
export const OPCODE_FUNCTION = 245;
export const OPCODE_FUNCTION_PREVIEW = 246;
export const OPCODE_MODULE_AUX = 247;
export const OPCODE_IDLE = 248;
export const OPCODE_FREQUENCY = 249;
export const OPCODE_AUX = 250;
export const OPCODE_RESIZE_DATABASE = 251;
export const OPCODE_EXPIRE_MS = 252;
export const OPCODE_EXPIRE_SECONDS = 253;
export const OPCODE_SELECT_DATABASE = 254;
export const OPCODE_EOF = 255;

/** No type of value is numbered this high or higher. */
export const OPCODE_MIN = 240;

/** First two bits of a length, and the two forms of the third pattern. */
export const LENGTH_6_BITS = 0;
export const LENGTH_14_BITS = 1;
export const LENGTH_WIDE = 2;
export const LENGTH_32_BITS = 0x80;
export const LENGTH_64_BITS = 0x81;

/** First byte of a string in a special form. */
export const STRING_SPECIAL = 0xc0;
export const STRING_INT8 = 0;
export const STRING_INT16 = 1;
export const STRING_INT32 = 2;
export const STRING_LZF = 3;

/** A text longer than "-2147483648" is not tried as an integer. */
export const INTEGER_TEXT_MAX = 11;

/**
 * A string of this length or shorter is not tried to be compressed, and compression has to save four bytes.
 */
export const COMPRESS_ABOVE = 20;
export const COMPRESS_SAVES_MIN = 4;

/** What follows in module data, up to and including the end. */
export const MODULE_END = 0;
export const MODULE_SIGNED = 1;
export const MODULE_UNSIGNED = 2;
export const MODULE_FLOAT = 3;
export const MODULE_DOUBLE = 4;
export const MODULE_STRING = 5;

export const TYPE_STRING = 0;
export const TYPE_LIST = 1;
export const TYPE_SET = 2;
export const TYPE_SORTED_SET_TEXT = 3;
export const TYPE_HASH = 4;
export const TYPE_SORTED_SET = 5;
export const TYPE_HASH_ZIPMAP = 9;
export const TYPE_LIST_ZIPLIST = 10;
export const TYPE_SET_INTSET = 11;
export const TYPE_SORTED_SET_ZIPLIST = 12;
export const TYPE_HASH_ZIPLIST = 13;
export const TYPE_LIST_ZIPLISTS = 14;
export const TYPE_STREAM_FIRST = 15;
export const TYPE_HASH_LISTPACK = 16;
export const TYPE_SORTED_SET_LISTPACK = 17;
export const TYPE_LIST_QUICKLIST = 18;
export const TYPE_STREAM_SECOND = 19;
export const TYPE_SET_LISTPACK = 20;
export const TYPE_STREAM_THIRD = 21;
export const TYPE_HASH_TIMES_PREVIEW = 22;
export const TYPE_HASH_TIMES_LISTPACK_PREVIEW = 23;
export const TYPE_HASH_TIMES = 24;
export const TYPE_HASH_TIMES_LISTPACK = 25;

/** Types of values and what holds them, for messages. The gaps were never used. */
const TYPE_NAMES: Readonly<Record<number, string>> = {
  0: 'string',
  1: 'list',
  2: 'set',
  3: 'sorted set',
  4: 'hash',
  5: 'sorted set with binary scores',
  6: 'module value of a preview version',
  7: 'module value',
  9: 'hash as zipmap',
  10: 'list as ziplist',
  11: 'set as intset',
  12: 'sorted set as ziplist',
  13: 'hash as ziplist',
  14: 'list as quicklist of ziplists',
  15: 'stream',
  16: 'hash as listpack',
  17: 'sorted set as listpack',
  18: 'list as quicklist of listpacks',
  19: 'stream, second form',
  20: 'set as listpack',
  21: 'stream, third form',
  22: 'hash with field expiry, preview version',
  23: 'hash with field expiry as listpack, preview version',
  24: 'hash with field expiry',
  25: 'hash with field expiry as listpack',
};

/** What a type is called, or undefined for one that no known version writes. */
export function rdbTypeName(type: number): string | undefined {
  return TYPE_NAMES[type];
}
