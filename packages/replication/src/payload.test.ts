import { Keyspace, NO_EXPIRY } from '@redwing/store';
import { describe, expect, it } from 'vitest';
import { ImageLoader, writeImage } from './image.ts';
import { Payload } from './payload.ts';

const random = (): number => 0.5;
const mark = '0123456789abcdef'.repeat(3).slice(0, 40);
const facts = { version: '7.0.15', streamDatabase: 3, id: 'a'.repeat(40), offset: 9, revision: 77 };

function image(): Buffer {
  const keyspace = new Keyspace({ random });
  const key = Buffer.from('key');
  keyspace.databases[2]?.setString(key, 0, 3, Buffer.from('value'), 0, 5, 1_700_000_000_000);
  keyspace.databases[0]?.setString(key, 0, 3, Buffer.from('12345'), 0, 5, NO_EXPIRY);
  const chunks: Uint8Array[] = [];
  writeImage(keyspace, facts, (chunk) => chunks.push(chunk.slice()));
  return Buffer.concat(chunks);
}

/** Hands the bytes in, in pieces of `size`; returns how many were taken and where they went. */
function read(header: string, bytes: Buffer, size: number) {
  const keyspace = new Keyspace({ random });
  const loader = new ImageLoader(keyspace);
  const payload = new Payload(header, loader);
  let taken = 0;
  for (let at = 0; at < bytes.length && !payload.isDone; at += size) {
    const end = Math.min(at + size, bytes.length);
    taken += payload.write(bytes, at, end);
  }
  return { keyspace, loader, payload, taken };
}

describe.each([
  ['with its length first', `$${image().length}`, image()],
  ['with a mark at its end', `$EOF:${mark}`, Buffer.concat([image(), Buffer.from(mark)])],
])('an image %s', (_form, header, bytes) => {
  it.each([1, 7, 64, 100_000])('is read in pieces of %i bytes, and what follows is left', (size) => {
    const followed = Buffer.concat([bytes, Buffer.from('*1\r\n$4\r\nPING\r\n')]);
    const { keyspace, loader, payload, taken } = read(header, followed, size);
    expect([payload.isDone, taken]).toEqual([true, bytes.length]);
    expect([loader.streamDatabase, loader.revision]).toEqual([3, 77]);
    expect(keyspace.databases.map((database) => database.size).slice(0, 4)).toEqual([1, 0, 1, 0]);
    expect(keyspace.databases[2]?.volatile.count).toBe(1);
  });

  it('is not complete without its last byte', () => {
    expect(read(header, bytes.subarray(0, -1), 64).payload.isDone).toBe(false);
  });
});

describe('an image that is not what was announced', () => {
  it.each([
    [
      'another mark',
      `$EOF:${mark}`,
      Buffer.concat([image(), Buffer.from('x'.repeat(40))]),
      'does not end with its mark',
    ],
    ['a length too short', `$${image().length - 1}`, image(), 'bytes long'],
    ['a length too long', `$${image().length + 5}`, Buffer.concat([image(), Buffer.alloc(5)]), 'bytes long'],
  ])('is refused: %s', (_what, header, bytes, reason) => {
    expect(() => read(header, bytes, 10_000)).toThrow(reason);
  });
});
