/** How much of a reply is put on a terminal, and where the rest can be had. */
import type { Word } from '../words.ts';
import { capitals } from '../words.ts';
import type { ReplyLimits } from './reply.ts';

/** A few screens: enough to see what is there, few enough to find the beginning again. */
const ELEMENTS_MAX = 200;
const STRING_BYTES_MAX = 10_000;
const ELEMENT_BYTES_MAX = 1_000;
const JSON_LINES_MAX = 500;

/** What gives the same in parts. */
const PARTS: Readonly<Record<string, string>> = {
  KEYS: 'SCAN gives some at a time',
  HGETALL: 'HSCAN gives some at a time',
  HKEYS: 'HSCAN gives some at a time',
  HVALS: 'HSCAN gives some at a time',
  SMEMBERS: 'SSCAN gives some at a time',
  LRANGE: 'a narrower range gives a part',
  ZRANGE: 'a narrower range gives a part',
  ZREVRANGE: 'a narrower range gives a part',
  ZRANGEBYSCORE: 'LIMIT gives a part',
  ZREVRANGEBYSCORE: 'LIMIT gives a part',
  ZRANGEBYLEX: 'LIMIT gives a part',
  ZREVRANGEBYLEX: 'LIMIT gives a part',
  SORT: 'LIMIT gives a part',
  SORT_RO: 'LIMIT gives a part',
  GEOSEARCH: 'COUNT gives a part',
  XRANGE: 'COUNT gives a part',
  XREVRANGE: 'COUNT gives a part',
  XREAD: 'COUNT gives a part',
  GET: 'GETRANGE gives a part',
};

export function limitsFor(words: readonly Word[]): ReplyLimits {
  const part = PARTS[capitals(words[0])];
  return {
    elements: ELEMENTS_MAX,
    stringBytes: STRING_BYTES_MAX,
    elementBytes: ELEMENT_BYTES_MAX,
    jsonLines: JSON_LINES_MAX,
    advice: `${part === undefined ? '' : `${part}, `}'redwing --raw' shows all`,
  };
}
