/** Random writes of every type, and what of their results DEBUG DIGEST says nothing about. */
import { families } from '../differential/generator/families.ts';
import type { Family } from '../differential/generator/family.ts';
import { Draw, groupKeys } from '../differential/generator/vocabulary.ts';
import type { Reply } from '../support/frames.ts';
import { parseFrame } from '../support/frames.ts';
import type { Member } from './replication-set.ts';

/** Families that change data; the others change the server. */
const changing = families.filter(
  ({ readers, name }) =>
    readers !== undefined || ['generic', 'expiry', 'bitmap', 'hyperloglog', 'stream-groups'].includes(name),
);

/**
 * Bytes that look like a HyperLogLog and are none. PFADD may change such a value before it notices, and Redis then says
 * nothing of that to its replicas.
 */
const isForgedHyperLogLog = (words: readonly string[]): boolean =>
  words.some((word) => word.includes('HYLL'));

/** How much more often streams are drawn than beside a single server. */
const STREAM_SHARE = 5;

/** Writes of every type that a seed gives, the same each time. */
export function randomWrites(from: number, count: number): string[][] {
  const draw = new Draw(from);
  const drawn: string[][] = [];
  const weighted = changing.map((family): readonly [number, Family] => [weightOf(family), family]);
  while (drawn.length < count) {
    const draft = draw.weighted(draw.weighted(weighted).commands)(draw);
    for (const { requests: words, waitMs, alone } of 'requests' in draft ? [draft] : draft) {
      if (waitMs > 0 || alone) continue;
      drawn.push(...words.map((one) => one.map(String)).filter((one) => !isForgedHyperLogLog(one)));
    }
  }
  return drawn;
}

/** Before an entry is pending there must be a stream, a group and a reader: streams come often, so that some always are. */
function weightOf({ name, weight }: Family): number {
  return name.startsWith('stream') ? weight * STREAM_SHARE : weight;
}

/**
 * What the consumer groups of streams have been given, and for whom it is pending. How often and when is left out, since
 * reading again what is pending already is not propagated, in Redis either.
 */
export async function pendingOf(member: Member): Promise<string[]> {
  const told: string[] = [];
  for (const key of groupKeys) {
    const stream = parseFrame(await member.wire.ask('XINFO', 'STREAM', key, 'FULL', 'COUNT', '0'));
    for (const group of field(stream, 'groups')?.items ?? []) {
      const owned = (field(group, 'pending')?.items ?? []).map(
        ({ items: [id, owner] }) => `${id?.text} ${owner?.text}`,
      );
      told.push(`${key} ${field(group, 'name')?.text} ${field(group, 'last-delivered-id')?.text}: ${owned}`);
    }
  }
  return told;
}

/** The value of a field in a map, which is an array in RESP2. */
function field({ items }: Reply, name: string): Reply | undefined {
  return items[items.findIndex(({ text }) => text === name) + 1];
}
