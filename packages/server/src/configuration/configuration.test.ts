import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Configuration } from './configuration.ts';
import { parseStatements } from './file.ts';

let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'redwing-configuration-')));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function loaded(text: string): Configuration {
  const configuration = new Configuration(folder);
  configuration.load(parseStatements(text, 'test.conf'));
  return configuration;
}

test('a new configuration has Redwing’s defaults', () => {
  const { values } = new Configuration(folder);
  expect(values).toMatchObject({
    port: 6969,
    bind: ['127.0.0.1', '-::1'],
    save: [],
    maxclients: 10_000,
    maxmemory: 0,
    maxReplicas: 10,
    notifyMaxValueBytes: 65_536,
    notifyBacklogSize: 1_048_576,
    notifyBacklogTtl: 3600,
    replicaof: undefined,
    dir: folder,
  });
  expect(values.requirepass).toHaveLength(0);
});

test('GET answers names as they were asked for, each once', () => {
  const configuration = new Configuration(folder);
  expect(configuration.get(['PORT', 'port', 'nosuch', 'p?rt'])).toEqual([['PORT', '6969']]);
  expect(configuration.get(['p?rt', 'PORT'])).toEqual([['port', '6969']]);
  expect(configuration.get(['MAXMEMORY-S*'])).toEqual([['maxmemory-samples', '5']]);
});

test('GET by pattern shows old names beside new ones, and no hidden ones', () => {
  const configuration = new Configuration(folder);
  expect(configuration.get(['*priority'])).toEqual([
    ['replica-priority', '100'],
    ['slave-priority', '100'],
  ]);
  expect(configuration.get(['rdb-key-save*'])).toEqual([]);
  expect(configuration.get(['rdb-key-save-delay'])).toEqual([['rdb-key-save-delay', '0']]);
});

test('SET changes the value, and the text that GET shows', () => {
  const configuration = new Configuration(folder);
  expect(
    configuration.set([
      ['maxmemory', '64MB'],
      ['Slowlog-Max-Len', '7'],
    ]),
  ).toBeUndefined();
  expect(configuration.values.maxmemory).toBe(67_108_864);
  expect(configuration.values.slowlogMaxLen).toBe(7);
  expect(configuration.get(['maxmemory'])).toEqual([['maxmemory', '67108864']]);
});

test('SET changes nothing when one of the values is refused', () => {
  const configuration = new Configuration(folder);
  const heard: number[] = [];
  configuration.onChange('maxmemory', (value) => heard.push(value));
  expect(
    configuration.set([
      ['maxmemory', '1gb'],
      ['hz', '5'],
      ['timeout', 'x'],
    ]),
  ).toBe(
    "ERR CONFIG SET failed (possibly related to argument 'timeout') - argument couldn't be parsed into an integer",
  );
  expect(configuration.values).toMatchObject({ maxmemory: 0, hz: 10, timeout: 0 });
  expect(heard).toEqual([]);
});

test('SET names the first directive that cannot be set', () => {
  const configuration = new Configuration(folder);
  expect(
    configuration.set([
      ['nosuch', '1'],
      ['databases', '3'],
    ]),
  ).toBe("ERR Unknown option or number of arguments for CONFIG SET - 'nosuch'");
  expect(
    configuration.set([
      ['Databases', '3'],
      ['nosuch', '1'],
    ]),
  ).toBe("ERR CONFIG SET failed (possibly related to argument 'Databases') - can't set immutable config");
  expect(
    configuration.set([
      ['hz', '1'],
      ['HZ', '2'],
    ]),
  ).toBe("ERR CONFIG SET failed (possibly related to argument 'HZ') - duplicate parameter");
});

test('protected directives need permission', () => {
  const refused = "ERR CONFIG SET failed (possibly related to argument 'dir') - can't set protected config";
  expect(new Configuration(folder).set([['dir', '/']], { local: true })).toBe(refused);
  const local = loaded('enable-protected-configs local');
  expect(local.set([['dir', '/']])).toBe(refused);
  expect(local.set([['dir', '/']], { local: true })).toBeUndefined();
  expect(local.values.dir).toBe('/');
});

test('some directives wait until the data set is loaded', () => {
  const configuration = new Configuration(folder);
  expect(configuration.set([['appendonly', 'yes']], { loading: true })).toMatch(/^LOADING /);
  expect(configuration.set([['maxmemory', '1']], { loading: true })).toBeUndefined();
});

test('listeners hear of a change once all of it is in place', () => {
  const configuration = new Configuration(folder);
  const heard: unknown[] = [];
  const stop = configuration.onChange('maxmemory', (value, before) => {
    heard.push([value, before, configuration.values.hz]);
  });
  configuration.set([
    ['maxmemory', '100'],
    ['hz', '20'],
  ]);
  configuration.set([['maxmemory', '100b']]);
  expect(heard).toEqual([[100, 0, 20]]);
  stop();
  configuration.set([['maxmemory', '200']]);
  expect(heard).toHaveLength(1);
});

test('an applier that objects undoes the whole change, and is asked to apply the old values', () => {
  const configuration = new Configuration(folder);
  const applied: number[] = [];
  const heard: number[] = [];
  configuration.onApply(['port', 'bind'], () => {
    applied.push(configuration.values.port);
    return configuration.values.port === 1 ? 'Unable to listen on this port. Check server logs.' : undefined;
  });
  configuration.onChange('hz', (value) => heard.push(value));
  expect(
    configuration.set([
      ['hz', '20'],
      ['port', '1'],
      ['bind', '::1'],
    ]),
  ).toBe(
    "ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. Check server logs.",
  );
  expect(applied).toEqual([1, 6969]);
  expect(heard).toEqual([]);
  expect(configuration.get(['hz', 'port', 'bind']).map(([, text]) => text)).toEqual([
    '10',
    '6969',
    '127.0.0.1 -::1',
  ]);
  expect(
    configuration.set([
      ['port', '2'],
      ['bind', '::1'],
    ]),
  ).toBeUndefined();
  expect(applied).toEqual([1, 6969, 2]);
});

test('an applier is not asked when nothing changes', () => {
  const configuration = new Configuration(folder);
  configuration.onApply(['port'], () => 'no');
  expect(configuration.set([['port', '6969']])).toBeUndefined();
});

test('a value of any bytes is shown as it was set', () => {
  const configuration = new Configuration(folder);
  expect(configuration.set([['requirepass', '\x00\xff é']])).toBeUndefined();
  expect(configuration.get(['requirepass'])).toEqual([['requirepass', '\x00\xff é']]);
  expect([...configuration.values.requirepass]).toEqual([0, 255, 32, 233]);
});

test('the server may change what clients may not', () => {
  const configuration = new Configuration(folder);
  const heard: unknown[] = [];
  configuration.onChange('replicaof', (value) => heard.push(value));
  expect(configuration.assign('replicaof', ['127.0.0.1', '6379'])).toBeUndefined();
  expect(configuration.get(['slaveof'])).toEqual([['slaveof', '127.0.0.1 6379']]);
  expect(heard).toEqual([{ host: '127.0.0.1', port: 6379 }]);
  expect(configuration.assign('replicaof', ['x'])).toBe('wrong number of arguments');
});

test('passwords are known to be sensitive', () => {
  const configuration = new Configuration(folder);
  expect(['RequirePass', 'masterauth', 'masteruser'].every((name) => configuration.isSensitive(name))).toBe(
    true,
  );
  expect(configuration.isSensitive('port')).toBe(false);
  expect(configuration.isSensitive('nosuch')).toBe(false);
});

test('later lines replace earlier ones, but save points add up until an empty one', () => {
  const { values } = loaded('port 1\nport 2\nsave 900 1\nsave "300 10"');
  expect(values.port).toBe(2);
  expect(values.save).toHaveLength(2);
  expect(loaded('save 900 1\nsave ""\nsave 1 1').text('save')).toBe('1 1');
});

test('a line that cannot be carried out is reported with what to do', () => {
  const failure = (text: string): string => {
    try {
      loaded(text);
    } catch (error) {
      return error instanceof Error && 'report' in error && typeof error.report === 'function'
        ? error.report.call(error, '1.2.3')
        : String(error);
    }
    return 'no failure';
  };
  expect(failure('\nmaxmemory lots')).toBe(
    [
      '*** FATAL CONFIG FILE ERROR (Redwing 1.2.3) ***',
      'Reading test.conf, at line 2',
      ">>> 'maxmemory lots'",
      'argument must be a memory value',
      "'maxmemory' takes: bytes. Its default is 0.",
    ].join('\n'),
  );
  expect(failure('maxmemroy 1')).toMatch(/there is no directive 'maxmemroy'\nDid you mean 'maxmemory'\?$/);
  expect(failure('nosuch 1')).toMatch(/docs\/configuration\.md/);
  expect(failure('port 1 2')).toMatch(/wrong number of arguments/);
  expect(failure('rename-command FLUSHALL ""')).toMatch(/cannot rename or remove commands/);
  expect(failure('user alice on')).toMatch(/no access control lists/);
  expect(failure('cluster-enabled yes')).toMatch(/cluster mode comes with a later version/);
  expect(failure('dir /nosuch')).toMatch(/No such file or directory/);
});

test('includes are followed where they stand, and a circle is found', () => {
  writeFileSync(path.join(folder, 'a.conf'), 'port 7\n');
  writeFileSync(path.join(folder, 'circle.conf'), 'include circle.conf\n');
  expect(loaded('port 1\ninclude a.conf').values.port).toBe(7);
  expect(loaded('include a.conf\nport 1').values.port).toBe(1);
  expect(loaded('include nosuch.d/*.conf').values.port).toBe(6969);
  expect(() => loaded('include nosuch.conf')).toThrow(/can't open config file/);
  expect(() => loaded('include circle.conf')).toThrow(/include each other/);
});

test('the line that Redis writes for its default user is taken, as long as it restricts nothing', () => {
  expect(() => loaded('user default on nopass sanitize-payload ~* &* +@all')).not.toThrow();
  const hash = createHash('sha256').update('secret').digest('hex');
  expect(() => loaded(`user default on #${hash} ~* &* +@all\nrequirepass secret`)).not.toThrow();
  for (const text of [
    `user default on #${hash} ~* &* +@all`,
    `requirepass other\nuser default on #${hash} ~* &* +@all`,
    `user default on #${createHash('sha256').update('').digest('hex')} ~* &* +@all`,
    'user default on nopass ~* &* +@all -@dangerous',
    'user default on nopass ~app:* &* +@all',
    'user default off nopass ~* &* +@all',
    'user default on nopass ~*',
    'user alice on nopass ~* &* +@all',
  ]) {
    expect(() => loaded(text), text).toThrow(/no access control lists/);
  }
});

test('notes name what was given and has no effect', () => {
  const notes = loaded('daemonize no\nio-threads 4\nport 1\nlua-replicate-commands yes').notes();
  expect(notes).toMatchObject([
    { name: 'lua-replicate-commands', effect: 'accepted', differs: true },
    { name: 'daemonize', effect: 'accepted', differs: false },
    { name: 'io-threads', effect: 'accepted', differs: true },
  ]);
});

test('options in code are the same directives', () => {
  const configuration = Configuration.from(
    {
      port: 0,
      maxmemoryPolicy: 'allkeys-lru',
      'slowlog-max-len': 5,
      latencyTracking: false,
      save: [900, 1],
      bind: [],
      requirepass: 'é',
      timeout: undefined,
    },
    folder,
  );
  expect(configuration.values).toMatchObject({
    port: 0,
    maxmemoryPolicy: 'allkeys-lru',
    slowlogMaxLen: 5,
    latencyTracking: false,
    save: [{ seconds: 900, changes: 1 }],
    bind: [],
  });
  expect(Buffer.from(configuration.values.requirepass).toString()).toBe('é');
  expect(() => Configuration.from({ port: 70_000 }, folder)).toThrow(
    /argument must be between 0 and 65535 inclusive \(the options: port 70000\)/,
  );
});

test('relative paths start at dir', () => {
  const configuration = loaded('dir .');
  expect(configuration.resolvePath('log')).toBe(path.join(folder, 'log'));
  expect(configuration.resolvePath('/var/log')).toBe('/var/log');
});
