import { describe, expect, test } from 'vitest';
import { showAddress } from './address.ts';
import { parseArguments, UsageError } from './arguments.ts';

function parsed(...argv: string[]): ReturnType<typeof parseArguments> {
  return parseArguments(argv, {});
}

describe('the command line', () => {
  test.each<[string[], object, string[]]>([
    [[], {}, []],
    [['GET', 'name'], {}, ['GET', 'name']],
    [['localhost:8080'], { host: 'localhost', port: 8080 }, []],
    [['8080'], { port: 8080 }, []],
    [[':8080', 'PING'], { port: 8080 }, ['PING']],
    [['[::1]:8080', 'PING'], { host: '::1', port: 8080 }, ['PING']],
    [['redis://u:p@h:1/2', 'PING'], { url: 'redis://u:p@h:1/2' }, ['PING']],
    [['-h', 'example.org', '-p', '7', '-n', '3'], { host: 'example.org', port: 7, database: 3 }, []],
    [['-a', 'secret', '--user', 'me', 'PING'], { password: 'secret', username: 'me' }, ['PING']],
    [['localhost:8080', '--resp2', 'GET', 'a'], { host: 'localhost', port: 8080, protocol: 2 }, ['GET', 'a']],
    [['SET', 'a', '-1'], {}, ['SET', 'a', '-1']],
    [['-p', '7', 'SET', '--raw', '-h'], { port: 7 }, ['SET', '--raw', '-h']],
    [['GET', 'localhost:8080'], {}, ['GET', 'localhost:8080']],
    [['--', 'localhost:8080'], {}, ['localhost:8080']],
    [['-s', '/run/redwing.sock', '--tls'], { path: '/run/redwing.sock', tls: true }, []],
  ])('%j is understood', (argv, client, command) => {
    expect(parsed(...argv)).toMatchObject({ action: 'run', client, command, output: 'auto' });
    expect(parsed(...argv).client).toEqual(client);
  });

  test('knows the forms of output, help and version', () => {
    expect(parsed('--raw').output).toBe('raw');
    expect(parsed('--json', 'PING').output).toBe('json');
    expect(parsed('--help').action).toBe('help');
    expect(parsed('--version').action).toBe('version');
  });

  test('takes the password from the environment, where nobody sees it', () => {
    expect(parseArguments([], { REDWING_PASSWORD: 'secret' }).client).toEqual({ password: 'secret' });
    expect(parseArguments(['-a', 'other'], { REDWING_PASSWORD: 'secret' }).client.password).toBe('other');
  });

  test.each([
    [['--nonsense']],
    [['-p', 'x']],
    [['-p', '65536']],
    [['-n', '-1']],
    [['-p']],
    [['--raw', '--json']],
  ])('%j is refused', (argv) => expect(() => parsed(...argv)).toThrow(UsageError));
});

test('an address is shown without what is secret', () => {
  expect(showAddress({})).toBe('localhost:6969');
  expect(showAddress({ port: 8080 })).toBe('localhost:8080');
  expect(showAddress({ host: '::1', port: 8080 })).toBe('[::1]:8080');
  expect(showAddress({ url: 'redis://user:secret@example.org/3' })).toBe('example.org:6379');
  expect(showAddress({ path: '/run/redwing.sock' })).toBe('/run/redwing.sock');
});
