import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';

function directivesOf(...argv: string[]): (readonly string[])[] {
  return parseCommandLine(argv).statements.map(({ words }) => words);
}

test('no arguments run the server as it is', () => {
  expect(parseCommandLine([])).toEqual({
    action: 'run',
    file: undefined,
    standardInput: false,
    statements: [],
  });
});

test('a number alone is the port, anything else without dashes is a file', () => {
  expect(directivesOf('8080')).toEqual([['port', '8080']]);
  expect(parseCommandLine(['8080']).file).toBeUndefined();
  expect(parseCommandLine(['redis.conf']).file).toBe('redis.conf');
  expect(parseCommandLine(['./8080']).file).toBe('./8080');
});

test('directives follow, each with all of its values', () => {
  expect(directivesOf('r.conf', '--port', '1', '--save', '900', '1', '--replicaof', 'h', '2')).toEqual([
    ['port', '1'],
    ['save', '900', '1'],
    ['replicaof', 'h', '2'],
  ]);
});

test('an argument may hold a directive and its value together', () => {
  expect(directivesOf('--port 6970', '--bind "127.0.0.1" ::1')).toEqual([
    ['port', '6970'],
    ['bind', '127.0.0.1', '::1'],
  ]);
});

test('a value may begin with dashes if it follows its directive at once', () => {
  expect(directivesOf('--requirepass', '--secret', '--port', '1')).toEqual([
    ['requirepass', '--secret'],
    ['port', '1'],
  ]);
});

test('an empty list of save points is understood', () => {
  expect(directivesOf('--save', '')).toEqual([['save', '']]);
  expect(directivesOf('--save')).toEqual([['save', '']]);
  expect(directivesOf('--save', '--port', '1')).toEqual([
    ['save', ''],
    ['port', '1'],
  ]);
});

test('values are taken as they are, whatever characters they hold', () => {
  expect(directivesOf('--requirepass', 'a "b\\ c')).toEqual([['requirepass', 'a "b\\ c']]);
  expect(directivesOf('--requirepass', 'é')).toEqual([['requirepass', '\xc3\xa9']]);
});

test('a dash at either end asks for standard input', () => {
  expect(parseCommandLine(['-'])).toMatchObject({ standardInput: true, statements: [] });
  expect(parseCommandLine(['r.conf', '--port', '1', '-'])).toMatchObject({
    file: 'r.conf',
    standardInput: true,
  });
  expect(directivesOf('--requirepass', '-')).toEqual([['requirepass', '-']]);
});

test('version and help are asked for by the first argument', () => {
  for (const word of ['-v', '--version']) expect(parseCommandLine([word]).action).toBe('version');
  for (const word of ['-h', '--help']) expect(parseCommandLine([word]).action).toBe('help');
});

test('arguments that belong to no directive are refused with the usage', () => {
  for (const argv of [['-p', '1'], ['8080', 'r.conf'], ['--']]) {
    expect(() => parseCommandLine(argv)).toThrow(/Unexpected argument .* Usage: redwing-server/);
  }
  expect(() => parseCommandLine(['--bind "a'])).toThrow(/Unbalanced quotes/);
});
