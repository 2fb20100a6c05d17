/** Values of several words that have a shape of their own. */

import { decodeText } from '../byte-strings.ts';
import { formatMemory, LONG_MAX, parseLeniently, parseMemory } from './numbers.ts';
import type { Setting, ValueSyntax } from './value-syntax.ts';
import { Invalid, manyWords } from './value-syntax.ts';

const WRONG_COUNT = 'wrong number of arguments';
const BIND_ADDRESSES_MAX = 16;
const OOM_ADJUSTMENT_MAX = 2000n;
const PORT_MAX = 65_535n;

/** Save a snapshot when at least `changes` keys changed within `seconds`. */
export interface SavePoint {
  readonly seconds: number;
  readonly changes: number;
  /** As the directive says it: a number may be larger than one of JavaScript is exact. */
  readonly text: string;
}

/** The points of `save`; several lines of a file add up, and an empty word takes all of them away. */
export function savePoints(): ValueSyntax<readonly SavePoint[]> {
  return manyWords<readonly SavePoint[]>(
    'pairs of seconds and changes, or ""',
    (words, before, { repeated }) => {
      if (words.length === 0 || (words.length === 1 && words[0] === '')) return { value: [], text: '' };
      if (words.length % 2 === 1) return new Invalid('Invalid save parameters');
      const points = repeated && before !== undefined ? [...before.value] : [];
      for (let index = 0; index < words.length; index += 2) {
        const seconds = parseLeniently(words[index] ?? '');
        const changes = parseLeniently(words[index + 1] ?? '');
        if (seconds === undefined || changes === undefined || seconds < 1n || changes < 0n) {
          return new Invalid('Invalid save parameters');
        }
        // Redis keeps the number of changes in 32 bits.
        const kept = BigInt.asIntN(32, changes);
        points.push({ seconds: Number(seconds), changes: Number(kept), text: `${seconds} ${kept}` });
      }
      return { value: points, text: points.map(({ text }) => text).join(' ') };
    },
    ({ value }) => (value.length === 0 ? ['""'] : value.map(({ text }) => text)),
  );
}

/** When a connection whose replies pile up is closed; 0 means never. */
export interface BufferLimit {
  /** Bytes that close the connection at once. */
  readonly hardBytes: number;
  /** Bytes that close the connection once they have stood for `softSeconds`. */
  readonly softBytes: number;
  readonly softSeconds: number;
}

/** The limits for each class of connections. */
export interface BufferLimits {
  readonly normal: BufferLimit;
  readonly replica: BufferLimit;
  readonly pubsub: BufferLimit;
}

/** The classes in the order and by the names of CONFIG GET, which keeps the old word for replicas. */
const BUFFER_ORDER: readonly string[] = ['normal', 'slave', 'pubsub'];

const BUFFER_CLASSES: Readonly<Record<string, string>> = {
  normal: 'normal',
  slave: 'slave',
  replica: 'slave',
  pubsub: 'pubsub',
};

/** Class, hard limit, soft limit and seconds as CONFIG GET shows them, which is exact to 64 bits. */
type LimitWords = readonly [name: string, hard: string, soft: string, seconds: string];

/** Output buffer limits, four words a class; classes that are not named keep what they have. */
export function bufferLimits(): ValueSyntax<BufferLimits> {
  return manyWords<BufferLimits>(
    'class, hard limit, soft limit, seconds; any number of times',
    (words, before) => {
      if (words.length % 4 !== 0) {
        return new Invalid('Wrong number of arguments in buffer limit configuration.');
      }
      const limits = limitWords(before?.text ?? 'normal 0 0 0 slave 0 0 0 pubsub 0 0 0');
      for (let index = 0; index < words.length; index += 4) {
        const name = BUFFER_CLASSES[(words[index] ?? '').toLowerCase()];
        if (name === undefined) {
          return new Invalid('Invalid client class specified in buffer limit configuration.');
        }
        const limit = parseBufferLimit(name, words.slice(index + 1, index + 4));
        if (limit instanceof Invalid) return limit;
        limits[BUFFER_ORDER.indexOf(name)] = limit;
      }
      const [normal, replica, pubsub] = limits.map(limitOf);
      if (normal === undefined || replica === undefined || pubsub === undefined) {
        return new Invalid('unreachable: there are always three classes');
      }
      return { value: { normal, replica, pubsub }, text: limits.map((limit) => limit.join(' ')).join(' ') };
    },
    ({ text }) =>
      limitWords(text).map(([name, hard, soft, seconds]) => {
        const shown = name === 'slave' ? 'replica' : name;
        return `${shown} ${formatMemory(BigInt(hard))} ${formatMemory(BigInt(soft))} ${seconds}`;
      }),
  );
}

function limitWords(text: string): LimitWords[] {
  const words = text.split(' ');
  return BUFFER_ORDER.map((_, index) => {
    const [name = '', hard = '0', soft = '0', seconds = '0'] = words.slice(index * 4);
    return [name, hard, soft, seconds];
  });
}

function limitOf([, hard, soft, seconds]: LimitWords): BufferLimit {
  return { hardBytes: Number(hard), softBytes: Number(soft), softSeconds: Number(seconds) };
}

function parseBufferLimit(name: string, words: readonly string[]): LimitWords | Invalid {
  const hard = parseMemory(words[0] ?? '');
  const soft = parseMemory(words[1] ?? '');
  const long = parseLeniently(words[2] ?? '');
  // Redis keeps the seconds in 32 bits.
  const seconds = long === undefined ? -1n : BigInt.asIntN(32, long);
  if (hard === undefined || soft === undefined || seconds < 0n) {
    return new Invalid('Error in hard, soft or soft_seconds setting in buffer limit configuration.');
  }
  return [name, `${hard}`, `${soft}`, `${seconds}`];
}

/** The three adjustments of the kernel's out-of-memory score: primary, replica, background child. */
export function oomScoreAdjustments(): ValueSyntax<readonly number[]> {
  return manyWords<readonly number[]>(
    'three integers from -2000 to 2000',
    (words) => {
      if (words.length !== 3) return new Invalid(WRONG_COUNT);
      const value: number[] = [];
      for (const word of words) {
        const number = parseLeniently(word);
        if (number === undefined || number < -OOM_ADJUSTMENT_MAX || number > OOM_ADJUSTMENT_MAX) {
          return new Invalid('Invalid oom-score-adj-values, elements must be between -2000 and 2000.');
        }
        value.push(Number(number));
      }
      return { value, text: value.join(' ') };
    },
    ({ text }) => [text],
  );
}

const DECIMAL = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i;
const HEXADECIMAL_OR_INFINITE = /^[+-]?(0x[0-9a-f]+|inf|infinity)$/i;

/** What C's strtod makes of a word, without hexadecimal fractions, which nobody writes by hand. */
function parseDecimal(word: string): number | undefined {
  if (DECIMAL.test(word)) return Number(word);
  if (!HEXADECIMAL_OR_INFINITE.test(word)) return undefined;
  const negative = word.startsWith('-');
  const digits = word.replace(/^[+-]/, '');
  const number = /^0x/i.test(digits) ? Number(digits) : Number.POSITIVE_INFINITY;
  return negative ? -number : number;
}

/** Percentiles from 0 to 100 with up to six decimals. */
export function percentiles(): ValueSyntax<readonly number[]> {
  return manyWords<readonly number[]>(
    'numbers from 0 to 100, or ""',
    (words) => {
      const given = words.length === 1 && words[0] === '' ? [] : words;
      const value: number[] = [];
      for (const word of given) {
        const number = parseDecimal(word);
        if (number === undefined) {
          return new Invalid('Invalid latency-tracking-info-percentiles parameters');
        }
        if (number > 100 || number < 0) {
          return new Invalid('latency-tracking-info-percentiles parameters should sit between [0.0,100.0]');
        }
        value.push(number);
      }
      return { value, text: value.map(percentileText).join(' ') };
    },
    ({ text }) => [text === '' ? '""' : text],
  );
}

function percentileText(percentile: number): string {
  return percentile.toFixed(6).replace(/\.?0+$/, '');
}

/** Addresses to listen on; a leading "-" makes it no failure that an address is not there. */
export function addresses(): ValueSyntax<readonly string[]> {
  return manyWords<readonly string[]>(
    'addresses, or "" for none',
    (words) => {
      if (words.length > BIND_ADDRESSES_MAX) return new Invalid('Too many bind addresses specified.');
      const value = words.length === 1 && words[0] === '' ? [] : words;
      return { value: value.map(decodeText), text: value.join(' ') };
    },
    ({ text }) => [text === '' ? '""' : text],
  );
}

/** Host and port of a primary. */
export interface PrimaryAddress {
  readonly host: string;
  readonly port: number;
}

/** The primary to follow, or "no one". */
export function primaryAddress(): ValueSyntax<PrimaryAddress | undefined> {
  return manyWords<PrimaryAddress | undefined>(
    'host and port, or "no one"',
    (words): Setting<PrimaryAddress | undefined> | Invalid => {
      const [host, portWord] = words;
      if (host === undefined || portWord === undefined || words.length > 2) {
        return new Invalid(WRONG_COUNT);
      }
      if (host.toLowerCase() === 'no' && portWord.toLowerCase() === 'one') {
        return { value: undefined, text: '' };
      }
      const port = parseLeniently(portWord) ?? LONG_MAX;
      if (port < 0n || port > PORT_MAX) return new Invalid('Invalid master port');
      return { value: { host: decodeText(host), port: Number(port) }, text: `${host} ${port}` };
    },
    // A primary has no line, so that a file that made it a replica does not do so again.
    ({ text }) => (text === '' ? [] : [text]),
  );
}
