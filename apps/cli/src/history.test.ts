import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HISTORY_LINES_MAX, History, historyPath, mayBeKept } from './history.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redwing-history-'));
  path = join(folder, 'history');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the history', () => {
  test('is there again in the next shell, the newest line first', () => {
    const first = new History(path);
    expect(first.load()).toEqual([]);
    for (const line of ['PING', 'GET a', 'GET a', '  ', 'SET a {"b": 1}']) first.add(line);
    expect(new History(path).load()).toEqual(['SET a {"b": 1}', 'GET a', 'PING']);
  });

  test('is for its owner alone', () => {
    new History(path).add('PING');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('holds its newest lines and is cut to them when it has grown', () => {
    const lines = Array.from({ length: HISTORY_LINES_MAX * 2 + 1 }, (_, index) => `GET ${index}`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    const loaded = new History(path).load();
    expect(loaded).toHaveLength(HISTORY_LINES_MAX);
    expect(loaded[0]).toBe(lines.at(-1));
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(HISTORY_LINES_MAX + 1);
  });

  test('of a file that cannot be written is empty, and nothing fails', () => {
    const history = new History(join(folder, 'missing', 'history'));
    history.add('PING');
    expect(history.load()).toEqual([]);
  });

  test('is in the home folder unless the environment names a file', () => {
    expect(historyPath({ REDWING_HISTORY: '/x/y' })).toBe('/x/y');
    expect(historyPath({})).toMatch(/\.redwing_history$/);
  });
});

describe('a line with a password', () => {
  test.each([
    'AUTH secret',
    'auth user secret',
    '"AUTH" secret',
    'HELLO 3 AUTH user secret',
    'CONFIG SET requirepass secret',
    'config set maxmemory 1mb masterauth secret',
    'CONFIG SET requirepass "sec ret',
    'ACL SETUSER me >secret',
    'MIGRATE host 6379 key 0 1000 AUTH secret',
  ])('%j is not kept', (line) => {
    new History(path).add(line);
    expect(new History(path).load()).toEqual([]);
    expect(mayBeKept(line)).toBe(false);
  });

  test.each(['AUTH', 'HELLO 3', 'CONFIG GET requirepass', 'SET auth x', 'CONFIG SET maxmemory 1mb'])(
    'is not what %j is',
    (line) => expect(mayBeKept(line)).toBe(true),
  );
});
