import { expect, test } from 'vitest';
import type { LogFile } from './manifest.ts';
import { formatManifest, parseManifest } from './manifest.ts';

test('a manifest is read as Redis writes it', () => {
  const text =
    '# kept for later\nfile a.aof.3.base.rdb seq 3 type b\nfile "my \\"log\\".aof.7.incr.aof" seq 7 type i\n\n';
  expect(parseManifest(text)).toEqual([
    { name: 'a.aof.3.base.rdb', sequence: 3, type: 'b' },
    { name: 'my "log".aof.7.incr.aof', sequence: 7, type: 'i' },
  ]);
});

test('what is written is read again, whatever the name', () => {
  const names = ['a.aof', 'with space', "it's", '"', 'back\\slash', 'größe.aof', '#first', 'line\nbreak'];
  const files = names.map((name, index): LogFile => ({ name, sequence: index + 1, type: 'h' }));
  expect(parseManifest(formatManifest(files))).toEqual(files);
});

test.each([
  ['an odd word', 'file a seq 1 type'],
  ['no name', 'seq 1 type b'],
  ['a path', 'file ../a seq 1 type b'],
  ['no number', 'file a seq one type b'],
  ['a number below 1', 'file a seq 0 type b'],
  ['another type', 'file a seq 1 type x'],
  ['an open quote', 'file "a seq 1 type b'],
])('%s is told with its line', (_, line) => {
  expect(() => parseManifest(`file first seq 1 type i\n${line}\n`)).toThrow(/^line 2 of the manifest/);
});

test('there is one base', () => {
  expect(() => parseManifest('file a seq 1 type b\nfile b seq 2 type b\n')).toThrow('a second base');
});
