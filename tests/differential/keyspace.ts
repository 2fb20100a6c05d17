/**
 * Compares what two servers hold, database by database and key by key: type, value, encoding, when it runs
 * out; and what each of them says about the whole: DEBUG DIGEST, DBSIZE, a whole SCAN, keys picked at random.
 */

import { parseFrame } from '../support/frames.ts';
import type { WireConnection } from '../support/wire.ts';
import { encodeRequest } from '../support/wire.ts';
import { closeMilliseconds, exact } from './comparison.ts';
import { readers } from './generator/families.ts';

const databases = 16;
const randomPicks = 20;

/** What differs first, in words. */
export interface KeyspaceDifference {
  readonly reference: string;
  readonly subject: string;
}

export async function compareKeyspaces(
  reference: WireConnection,
  subject: WireConnection,
): Promise<KeyspaceDifference | undefined> {
  for (let database = 0; database < databases; database++) {
    await Promise.all([reference.ask('SELECT', `${database}`), subject.ask('SELECT', `${database}`)]);
    const found = await compareDatabase(reference, subject);
    if (found === undefined) continue;
    const where = `database ${database}: `;
    return { reference: where + found.reference, subject: where + found.subject };
  }
  return difference('DEBUG DIGEST', await askBoth(reference, subject, ['DEBUG', 'DIGEST']));
}

async function compareDatabase(
  reference: WireConnection,
  subject: WireConnection,
): Promise<KeyspaceDifference | undefined> {
  // First, because it counts keys that have run out and that the questions below will find and delete.
  const sizes = difference('DBSIZE', await askBoth(reference, subject, ['DBSIZE']));
  if (sizes !== undefined) return sizes;
  const [keys, others] = await Promise.all([keysOf(reference), keysOf(subject)]);
  if (keys.join() !== others.join())
    return { reference: described('KEYS', keys), subject: described('KEYS', others) };
  for (const connection of [reference, subject]) {
    const wrong = await scanAndPick(connection, keys);
    if (wrong !== undefined) return { reference: described('KEYS', keys), subject: wrong };
  }
  for (const key of keys) {
    const found = await compareKey(reference, subject, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function compareKey(
  reference: WireConnection,
  subject: WireConnection,
  key: string,
): Promise<KeyspaceDifference | undefined> {
  const type = await askBoth(reference, subject, ['TYPE', key]);
  const read = readers[parseFrame(type[0]).text];
  if (read === undefined) throw new Error(`no family says how to read a ${parseFrame(type[0]).text}`);
  const questions = [read.request(key), ['OBJECT', 'ENCODING', key], ['PEXPIRETIME', key]];
  const answers = [type];
  for (const question of questions) answers.push(await askBoth(reference, subject, question));
  const comparisons = [exact, read.compare, exact, closeMilliseconds];
  const names = ['type', 'value', 'encoding', 'expiry'];
  for (const [index, pair] of answers.entries()) {
    const same = comparisons[index] ?? exact;
    const found = difference(`${names[index]} of ${JSON.stringify(key)}`, pair, same);
    if (found !== undefined) return found;
  }
  return undefined;
}

function difference(
  what: string,
  [reference, subject]: readonly [Buffer, Buffer],
  same = exact,
): KeyspaceDifference | undefined {
  if (same(reference, subject)) return undefined;
  const shown = (frame: Buffer) => `${what}: ${JSON.stringify(frame.toString('latin1'))}`;
  return { reference: shown(reference), subject: shown(subject) };
}

function askBoth(
  reference: WireConnection,
  subject: WireConnection,
  words: readonly string[],
): Promise<[Buffer, Buffer]> {
  return Promise.all([reference.ask(...words), subject.ask(...words)]);
}

async function keysOf(connection: WireConnection): Promise<string[]> {
  const reply = parseFrame(await connection.ask('KEYS', '*'));
  return reply.items.map((item) => item.text).sort();
}

/** What SCAN or RANDOMKEY say that KEYS does not; undefined if all is well. */
async function scanAndPick(connection: WireConnection, keys: readonly string[]): Promise<string | undefined> {
  const scanned = await scan(connection);
  if (scanned.join() !== keys.join()) return described('SCAN', scanned);
  if (keys.length === 0) return undefined;
  connection.send(encodeRequest(['RANDOMKEY']).repeat(randomPicks));
  const { frames } = await connection.receiveCount(randomPicks);
  const stray = frames.map((frame) => parseFrame(frame).text).filter((key) => !keys.includes(key));
  return stray.length > 0 ? described('RANDOMKEY', stray) : undefined;
}

/** Every key that a scan in small steps comes across, once. */
async function scan(connection: WireConnection): Promise<string[]> {
  const found = new Set<string>();
  let cursor = '0';
  do {
    const { items } = parseFrame(await connection.ask('SCAN', cursor, 'COUNT', '3'));
    for (const key of items[1]?.items ?? []) found.add(key.text);
    cursor = items[0]?.text ?? '0';
  } while (cursor !== '0');
  return [...found].sort();
}

function described(what: string, keys: readonly string[]): string {
  return `${what} ${JSON.stringify(keys)}`;
}
