/** The command line against a server: one command, many from a pipe, and the exit codes. */
import { spawn } from 'node:child_process';
import type { Server } from '@redwing/server';
import { createServer } from '@redwing/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

let server: Server;
let address: string;

beforeAll(async () => {
  server = await createServer({ port: 0 });
  address = `127.0.0.1:${server.port}`;
});

afterAll(() => server.close());

/** Runs the program from its source; `input` is what is piped into it. */
function redwing(args: readonly string[], input: string | Uint8Array = ''): Promise<Outcome> {
  const entry = new URL('../../apps/cli/src/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--conditions=@redwing/source', '--import', 'tsx', entry, ...args]);
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  // It may have ended without reading everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({
        code,
        output: Buffer.concat(output).toString('latin1'),
        errors: Buffer.concat(errors).toString(),
      });
    });
  });
}

describe('one command', () => {
  test('prints its reply, plainly where there is no terminal', async () => {
    expect(await redwing([address, 'SET', 'name', 'John Doe'])).toEqual({
      code: 0,
      output: 'OK\n',
      errors: '',
    });
    expect(await redwing([address, 'GET', 'name'])).toEqual({ code: 0, output: 'John Doe\n', errors: '' });
  });

  test('prints JSON when told to', async () => {
    expect((await redwing([address, '--json', 'CONFIG', 'GET', 'maxclients'])).output).toBe(
      '{"maxclients":"10000"}\n',
    );
  });

  test('that is answered by an error ends with 1, and the error is no output', async () => {
    const outcome = await redwing([address, 'INCR']);
    expect(outcome).toEqual({
      code: 1,
      output: '',
      errors: "ERR wrong number of arguments for 'incr' command\n",
    });
  });

  test('ends with 1 when there is no server', async () => {
    const outcome = await redwing(['127.0.0.1:1', 'PING']);
    expect(outcome.code).toBe(1);
    expect(outcome.errors).toMatch(/^Cannot connect to 127\.0\.0\.1:1/);
  });

  test('works over RESP2', async () => {
    expect((await redwing([address, '--resp2', 'ECHO', 'hi'])).output).toBe('hi\n');
  });
});

describe('a pipe', () => {
  test('carries out line by line, the session of the original among them', async () => {
    const lines = [
      'FLUSHALL',
      'PING',
      'SET name "John Doe"',
      'GET name',
      '# a comment',
      '',
      'SET age 25',
      'SET config {"host": "localhost", "port": 8080}',
      'SET items [1, 2, 3, 4, 5]',
      'GET config',
      'GET items',
      'DEL name',
      'GET name',
      'DATATYPE config',
      'exit',
      'SET never this',
    ];
    const outcome = await redwing([address], lines.join('\r\n'));
    expect(outcome.errors).toBe('');
    expect(outcome.output.split('\n')).toEqual([
      ...['OK', 'PONG', 'OK', 'John Doe', 'OK', 'OK', 'OK'],
      ...['{"host": "localhost", "port": 8080}', '[1, 2, 3, 4, 5]', '1', '', 'json', ''],
    ]);
    expect(outcome.code).toBe(0);
  });

  test('goes on after a line that failed, says which it was, and ends with 1', async () => {
    const outcome = await redwing([address], 'SET a "x\nINCR\nECHO last\n');
    expect(outcome).toEqual({
      code: 1,
      output: 'last\n',
      errors: "line 1: unbalanced quotes\nline 2: ERR wrong number of arguments for 'incr' command\n",
    });
  });

  test('passes bytes through as they are', async () => {
    const outcome = await redwing([address], Buffer.from('ECHO \xff\xfe\n', 'latin1'));
    expect(outcome.output).toBe('\xff\xfe\n');
  });

  test('of many lines answers each in its place', async () => {
    const numbers = Array.from({ length: 3000 }, (_, index) => String(index));
    const outcome = await redwing([address], numbers.map((number) => `ECHO ${number}\n`).join(''));
    expect(outcome.output).toBe(`${numbers.join('\n')}\n`);
  });

  test('with a password lets itself in', async () => {
    await using locked = await createServer({ port: 0, config: { requirepass: 'secret' } });
    const where = `127.0.0.1:${locked.port}`;
    expect((await redwing([where], 'AUTH secret\nPING\n')).output).toBe('OK\nPONG\n');
    const late = await redwing([where], 'PING\nAUTH wrong\nAUTH secret\nPING\n');
    expect([late.code, late.output]).toEqual([1, 'OK\nPONG\n']);
    expect(late.errors.split('\n').map((line) => line.slice(0, 8))).toEqual(['line 1: ', 'line 2: ', '']);
    const never = await redwing([where], `${'PING\n'.repeat(1000)}GET a\n`);
    expect([never.code, never.output]).toEqual([1, '']);
    expect(never.errors.split('refused the password')).toHaveLength(2);
    expect(never.errors).toContain('line 1001: not sent: the server wants a password first\n');
    expect((await redwing(['-a', 'secret', where, 'PING'])).output).toBe('PONG\n');
    expect((await redwing(['-a', 'wrong', where, 'PING'])).code).toBe(1);
  });
});

test('a command line that cannot be understood ends with 2', async () => {
  expect((await redwing(['--nonsense'])).code).toBe(2);
  expect((await redwing(['redis://h:1/nonsense', 'PING'])).code).toBe(2);
});
