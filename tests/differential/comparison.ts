/**
 * When two replies count as the same. `exact` means byte for byte and is what every request gets that does
 * not say otherwise. The others are for replies that the original itself leaves to chance or to the clock,
 * and let through no more than that. An error is compared byte for byte by all of them.
 */

import type { Reply } from '../support/frames.ts';
import { parseFrame } from '../support/frames.ts';

export interface Comparison {
  (reference: Buffer, subject: Buffer): boolean;
  /** What is left of a reply when all that may differ is gone, for reports. */
  readonly essence?: (frame: Buffer) => string;
}

export const exact: Comparison = (reference, subject) => reference.equals(subject);

/** A comparison of parsed replies, for those that are not errors. */
function lenient(same: (reference: Reply, subject: Reply) => boolean): Comparison {
  return (reference, subject) => {
    if (reference.equals(subject)) return true;
    const [one, other] = [parseFrame(reference), parseFrame(subject)];
    if (one.kind !== other.kind || '-!'.includes(one.kind)) return false;
    return same(one, other);
  };
}

/**
 * Integers that may differ by this much: times. Negative ones are answers like "no such key" and must be
 * equal.
 */
export function within(tolerance: number): Comparison {
  return lenient((reference, subject) => closeIntegers(reference, subject, tolerance));
}

function closeIntegers(reference: Reply, subject: Reply, tolerance: number): boolean {
  if (reference.isNull || subject.isNull) return reference.isNull && subject.isNull;
  const [one, other] = [Number(reference.text), Number(subject.text)];
  return one >= 0 && other >= 0 && Math.abs(one - other) <= tolerance;
}

/**
 * What a time in seconds or milliseconds may differ by when it was set through two servers one after the
 * other.
 */
export const secondsTolerance = 10;
export const closeSeconds: Comparison = within(secondsTolerance);
export const closeMilliseconds: Comparison = within(secondsTolerance * 1000);

/** The elements of an array or set, or the pairs of a map, in any order. */
export const unordered: Comparison = lenient(
  (reference, subject) => sortedItems(reference, 1) === sortedItems(subject, 1),
);

/** Names and values in turn, in any order: what a map becomes in RESP2. */
export const unorderedPairs: Comparison = lenient(
  (reference, subject) => sortedItems(reference, 2) === sortedItems(subject, 2),
);

function sortedItems(reply: Reply, atOnce: number): string {
  const step = reply.kind === '%' ? 2 : atOnce;
  const items: string[] = [];
  for (let index = 0; index < reply.items.length; index += step) {
    items.push(
      reply.items
        .slice(index, index + step)
        .map((item) => item.bytes.latin1Slice())
        .join(''),
    );
  }
  return items.sort().join('\n');
}

/** A SCAN that was asked for so much that it must be over at once: cursor 0 and a set of keys. */
export const scannedAll: Comparison = lenient(({ items: reference }, { items: subject }) => {
  const [one, other] = [reference[1], subject[1]];
  if (one === undefined || other === undefined || reference[0]?.text !== subject[0]?.text) return false;
  return sortedItems(one, 1) === sortedItems(other, 1);
});

/** The same of a scan that finds pairs: fields with values, members with scores. */
export const scannedPairs: Comparison = lenient(({ items: reference }, { items: subject }) => {
  const [one, other] = [reference[1], subject[1]];
  if (one === undefined || other === undefined || reference[0]?.text !== subject[0]?.text) return false;
  return sortedItems(one, 2) === sortedItems(other, 2);
});

/** Types of values whose elements a DUMP names in the order of a hash table: sets and hashes that are not compact. */
const unorderedDumps = '\x02\x04';
const dumpFooterBytes = 10;

/** The bytes of a bulk string, one character each. */
function payloadOf({ bytes }: Reply): string {
  return bytes.latin1Slice(bytes.indexOf('\n') + 1, bytes.length - 2);
}

/** What DUMP answers: the same bytes, or, where the original has no order, the same bytes in some other. */
export const sameDump: Comparison = lenient((reference, subject) => {
  if (reference.isNull || subject.isNull) return false;
  const [one, other] = [payloadOf(reference), payloadOf(subject)];
  if (one[0] !== other[0] || !unorderedDumps.includes(one[0] ?? '')) return false;
  const sorted = (text: string): string => [...text.slice(0, -dumpFooterBytes)].sort().join('');
  return sorted(one) === sorted(other);
});

/** Replies of the same kinds all the way down, with as many elements; the values are each server's own. */
export const sameShape: Comparison = lenient(haveSameShape);

function haveSameShape(reference: Reply, subject: Reply): boolean {
  if (reference.kind !== subject.kind || reference.isNull !== subject.isNull) return false;
  if (reference.items.length !== subject.items.length) return false;
  return reference.items.every((item, index) => {
    const other = subject.items[index];
    return other !== undefined && haveSameShape(item, other);
  });
}

/**
 * What tells of streams and their groups: equal but for times, when something was delivered or somebody seen, and how
 * long ago.
 */
export const closeDeliveries: Comparison = lenient(haveCloseTimes);

function haveCloseTimes(reference: Reply, subject: Reply): boolean {
  if (!haveSameShape(reference, subject)) return false;
  if (reference.items.length === 0) return reference.bytes.equals(subject.bytes);
  const kinds = reference.items.map(({ kind }) => kind).join('');
  const pending = ['$::', '$$::'].indexOf(kinds);
  return reference.items.every((item, index) => {
    const other = subject.items[index] as Reply;
    const isTime =
      (pending >= 0 && index === pending + 1) ||
      ['idle', 'seen-time'].includes(reference.items[index - 1]?.text ?? '');
    return isTime && item.kind === ':'
      ? closeIntegers(item, other, secondsTolerance * 1000)
      : haveCloseTimes(item, other);
  });
}

/** Replies of the same kind, whatever they say. */
export const sameKind: Comparison = lenient((reference, subject) => reference.isNull === subject.isNull);

/** Text of lines (a bulk or verbatim string), equal after each line has gone through `mask`. */
export function linesAfter(
  mask: (line: string) => string,
  order: 'same order' | 'any order' = 'same order',
): Comparison {
  const masked = (reply: Reply): string => {
    const lines = reply.text.split('\n').map(mask);
    return (order === 'any order' ? lines.sort() : lines).join('\n');
  };
  const compare = lenient((reference, subject) => masked(reference) === masked(subject));
  return Object.assign(compare, { essence: (frame: Buffer) => masked(parseFrame(frame)) });
}

/** Arrays or pushes that are equal but for one element. */
export function maskedElement(masked: number): Comparison {
  const rest = (reply: Reply) =>
    reply.items.filter((_, index) => index !== masked).map((item) => item.bytes.latin1Slice());
  return lenient((reference, subject) => rest(reference).join('') === rest(subject).join(''));
}

/** A reply whose elements have a comparison each: what EXEC answers. */
export function elementwise(comparisons: readonly Comparison[]): Comparison {
  return lenient(({ items: reference }, { items: subject }) => {
    if (reference.length !== subject.length || reference.length !== comparisons.length) return false;
    return comparisons.every((same, index) => {
      const [one, other] = [reference[index], subject[index]];
      return one !== undefined && other !== undefined && same(one.bytes, other.bytes);
    });
  });
}

/** Equal but for the values that follow these names, at any depth: fields that are each server's own. */
export function fieldsExcept(names: readonly string[]): Comparison {
  return lenient((reference, subject) => withoutFields(reference, names) === withoutFields(subject, names));
}

function withoutFields(reply: Reply, names: readonly string[]): string {
  if (reply.items.length === 0) return reply.bytes.latin1Slice();
  const items = reply.items.map((item, index) => {
    const before = reply.items[index - 1];
    const isOwn = before?.kind === '$' && names.includes(before.text);
    return isOwn ? item.kind : withoutFields(item, names);
  });
  return `${reply.kind}${items.length}${items.join('')}`;
}
