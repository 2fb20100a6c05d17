import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLog, fileSink } from './log.ts';
import { terminalSink } from './terminal-lines.ts';

test('a line is JSON with the level of redis.conf, the time, the process and the message', () => {
  const lines: string[] = [];
  const log = createLog('notice', { write: (line) => lines.push(line) });
  log.notice('Ready to accept connections', { port: 6969 });
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'notice',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    pid: process.pid,
    port: 6969,
    msg: 'Ready to accept connections',
  });
  expect(lines[0]).toMatch(/\n$/);
});

test('lines below the level are dropped, and the level can change', () => {
  const lines: string[] = [];
  const log = createLog('warning', { write: (line) => lines.push(line) });
  log.notice('a');
  log.warning('b');
  log.setLevel('debug');
  log.debug('c');
  log.verbose('d');
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['b', 'c', 'd']);
});

test('a log file is continued, by a new start and after a rotation', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'redwing-log-'));
  const file = path.join(folder, 'redwing.log');
  writeFileSync(file, 'before\n');
  const sink = fileSink(file);
  sink.write('one\n');
  renameSync(file, `${file}.1`);
  sink.reopen();
  sink.write('two\n');
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('before\none\n');
  expect(readFileSync(file, 'utf8')).toBe('two\n');
  rmSync(folder, { recursive: true });
});

test('on a terminal a line is laid out for people', () => {
  const shown: string[] = [];
  const log = createLog(
    'debug',
    terminalSink(false, (text) => shown.push(text)),
  );
  log.notice('Ready');
  log.warning('Careful', { err: new Error('broken') });
  log.debug('Detail', { count: 3, name: 'x' });
  expect(shown[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} Ready\n$/);
  expect(shown[1]).toMatch(/^\S+ warning: Careful\n {2}err: Error: broken\n {2,}at /);
  expect(shown[2]).toMatch(/^\S+ debug: Detail\n {2}count: 3\n {2}name: x\n$/);
});

test('colours mark warnings where they are wanted', () => {
  const shown: string[] = [];
  const log = createLog(
    'debug',
    terminalSink(true, (text) => shown.push(text)),
  );
  log.warning('Careful');
  expect(shown[0]).toContain('\u001b[33mwarning: Careful\u001b[0m');
});
