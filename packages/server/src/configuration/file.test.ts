import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigurationError } from './failure.ts';
import { includedFiles, parseStatements, readStatements } from './file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'redwing-file-'));
  mkdirSync(path.join(folder, 'conf.d'));
  for (const name of ['b.conf', 'a.conf', '.hidden.conf', 'note.txt']) {
    writeFileSync(path.join(folder, 'conf.d', name), 'port 1\n');
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('statements know their line; comments and empty lines are none', () => {
  const text = '# comment\n\n  port 6970 \r\n\t# another\nsave 900 1';
  expect(parseStatements(text, 'r.conf')).toEqual([
    { words: ['port', '6970'], origin: { source: 'r.conf', line: 3, text: 'port 6970' } },
    { words: ['save', '900', '1'], origin: { source: 'r.conf', line: 5, text: 'save 900 1' } },
  ]);
});

test('a comment sign after a value belongs to the value', () => {
  expect(parseStatements('requirepass a#b', '')[0]?.words).toEqual(['requirepass', 'a#b']);
});

test('unbalanced quotes are reported with file, line and text', () => {
  expect(() => parseStatements('port 1\nbind "a', 'r.conf')).toThrow(ConfigurationError);
  expect(() => parseStatements('port 1\nbind "a', 'r.conf')).toThrow(
    /Unbalanced quotes in configuration line \(r\.conf, at line 2: bind "a\)/,
  );
});

test('a file that is not there is reported by its name', () => {
  expect(() => readStatements('/nosuch/r.conf')).toThrow(
    "Fatal error, can't open config file '/nosuch/r.conf': No such file or directory",
  );
});

test('bytes of a file reach the statements unchanged', () => {
  const file = path.join(folder, 'bytes.conf');
  writeFileSync(file, Buffer.from('requirepass \xff\xfe\n', 'latin1'));
  expect(readStatements(file)[0]?.words[1]).toBe('\xff\xfe');
});

test('an include with wildcards means the files that exist, in order, without hidden ones', () => {
  expect(includedFiles('conf.d/*.conf', folder)).toEqual([
    path.join(folder, 'conf.d/a.conf'),
    path.join(folder, 'conf.d/b.conf'),
  ]);
  expect(includedFiles(path.join(folder, 'conf.[a-d]/?.conf'), '/')).toHaveLength(2);
  expect(includedFiles('nosuch.d/*.conf', folder)).toEqual([]);
});

test('an include without wildcards means that file, there or not', () => {
  expect(includedFiles('other.conf', folder)).toEqual([path.join(folder, 'other.conf')]);
});
