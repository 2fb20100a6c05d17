import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceFile } from './replace-file.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redwing-replace-'));
  file = join(folder, 'file');
  writeFileSync(file, 'old', { mode: 0o600 });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what is written in pieces takes the place of the old file, with the permissions that are asked for', () => {
  const fill = (write: (bytes: Uint8Array) => void): void => {
    for (const piece of ['new', ' and ', 'whole']) write(Buffer.from(piece));
  };
  replaceFile(file, fill, 0o640);
  expect(readFileSync(file, 'utf8')).toBe('new and whole');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  replaceFile(join(folder, 'another'), fill);
  expect(readdirSync(folder)).toEqual(['another', 'file']);
});

test('a failure leaves the old file and nothing beside it', () => {
  const fill = (write: (bytes: Uint8Array) => void): void => {
    write(Buffer.from('half'));
    throw new Error('no more');
  };
  expect(() => replaceFile(file, fill)).toThrow('no more');
  expect(readFileSync(file, 'utf8')).toBe('old');
  mkdirSync(join(folder, 'taken'));
  expect(() => replaceFile(join(folder, 'taken'), (write) => write(Buffer.from('x')))).toThrow();
  expect(readdirSync(folder)).toEqual(['file', 'taken']);
});
