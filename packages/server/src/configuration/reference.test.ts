/**
 * Holds the configuration against redis-server itself: defaults, every kind of value in CONFIG SET with its
 * error text, the lines of a file, and files that CONFIG REWRITE wrote. Skipped where redis-server is
 * missing.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Configuration } from './configuration.ts';
import { directiveNames, directives, settingNames } from './directives/directives.ts';
import { ConfigurationError } from './failure.ts';
import { parseStatements, readStatements } from './file.ts';
import type { Reply } from './reference-server.test-support.ts';
import { hasRedis, Reference } from './reference-server.test-support.ts';

/** Directives whose defaults differ from those of Redis on purpose, or that Redis does not have. */
const OWN_DEFAULTS = new Set(['bind', 'port', 'save', 'dir', 'unixsocket', 'logfile']);
const OWN_DIRECTIVES = new Set([
  'max-replicas',
  'notify-max-value-bytes',
  'notify-backlog-size',
  'notify-backlog-ttl',
  'warm-up',
]);

/** Changing these would reach beyond the configuration: other ports, other users, the kernel, the disk. */
const LEFT_ALONE = new Set([
  ...OWN_DIRECTIVES,
  'appendonly',
  'bind',
  'client-query-buffer-limit',
  'dir',
  'enable-debug-command',
  'maxclients',
  'maxmemory-clients',
  'oom-score-adj',
  'oom-score-adj-values',
  'port',
  'requirepass',
  'timeout',
  'tls-cluster',
  'tls-port',
  'tls-replication',
  'unixsocket',
  'watchdog-period',
]);

describe.skipIf(!hasRedis)('beside redis-server', () => {
  let folder = '';
  let redis: Reference;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'redwing-reference-'));
    redis = await Reference.start(folder, '--save', '', '--enable-protected-configs', 'yes');
  });
  afterAll(() => {
    redis.stop();
    rmSync(folder, { recursive: true });
  });

  test('every directive is there, under both names, with the same default', async () => {
    const reply = await redis.send('config', 'get', '*');
    const theirs = pairs(reply);
    const ours = new Map(new Configuration(folder).get(['*']));
    for (const name of OWN_DIRECTIVES) {
      expect(ours.delete(name)).toBe(true);
    }
    expect([...ours.keys()].toSorted()).toEqual([...theirs.keys()].toSorted());
    const differing = [...ours].filter(([name, text]) => theirs.get(name) !== text);
    const allowed = new Set([...OWN_DEFAULTS, 'enable-protected-configs']);
    expect(differing.filter(([name]) => !allowed.has(name))).toEqual([]);
  });

  test('hidden directives are there too', async () => {
    for (const setting of settingNames) {
      const { name, hidden } = directives[setting];
      if (!hidden) continue;
      const theirs = await redis.send('config', 'get', name);
      expect(new Configuration(folder).get([name]).flat()).toEqual(theirs);
    }
  });

  test('what may not change at run time may not in either', async () => {
    const configuration = new Configuration(folder);
    configuration.load(parseStatements('enable-protected-configs yes', ''));
    for (const { name } of directiveNames) {
      if (OWN_DIRECTIVES.has(name)) continue;
      const before = configuration.get([name])[0]?.[1] ?? '';
      const theirs = await redis.send('config', 'set', name, '\x01');
      const ours = configuration.set([[name, '\x01']]);
      expect(ours === undefined ? 'OK' : `-${ours}`, name).toBe(theirs);
      if (ours !== undefined) continue;
      expect(configuration.set([[name, before]])).toBeUndefined();
      expect(await redis.send('config', 'set', name, before)).toBe('OK');
    }
  });

  test('any value of any directive is taken or refused alike, and shown alike', async () => {
    const seed = Number(process.env.SEED ?? Math.trunc(Math.random() * 2 ** 32));
    console.info(`SEED=${seed}`);
    const next = randomNumbers(seed);
    const configuration = new Configuration(folder);
    configuration.load(parseStatements('enable-protected-configs yes\nsave ""', ''));
    const names = directiveNames.map(({ name }) => name).filter((name) => !LEFT_ALONE.has(name));
    await agree(configuration, names);
    for (let round = 0; round < 3000; round++) {
      const count = next() < 0.7 ? 1 : 1 + Math.trunc(next() * 3);
      const given: [string, string][] = [];
      for (let pair = 0; pair < count; pair++) given.push([pick(names, next), randomValue(next)]);
      const theirs = await redis.send('config', 'set', ...given.flat());
      const ours = configuration.set(given);
      const line = JSON.stringify(given);
      expect(ours === undefined ? 'OK' : `-${ours}`, line).toBe(theirs);
      const shown = await redis.send('config', 'get', ...given.map(([name]) => name));
      expect(
        configuration
          .get(given.map(([name]) => name))
          .flat()
          .toSorted(),
        line,
      ).toEqual(Array.isArray(shown) ? shown.flat().toSorted() : shown);
    }
  });

  /** Brings the configuration to where an earlier test left the reference. */
  async function agree(configuration: Configuration, names: readonly string[]): Promise<void> {
    const theirs = pairs(await redis.send('config', 'get', ...names));
    for (const [name, text] of theirs) configuration.set([[name, text]]);
  }

  test('values that the random ones leave alone are checked alike', async () => {
    const configuration = new Configuration(folder);
    configuration.load(parseStatements('enable-protected-configs yes', ''));
    for (const [name, value] of [
      ['dir', '/nosuch'],
      ['dir', '/etc/hostname'],
      ['dir', ''],
      ['dir', '/'],
      ['maxmemory-clients', '101%'],
      ['maxmemory-clients', '100%'],
      ['maxmemory-clients', '-1'],
      ['maxmemory-clients', '0%'],
      ['maxclients', '0'],
      ['maxclients', '-1'],
      ['maxclients', '4294967296'],
      ['oom-score-adj', 'x'],
      ['oom-score-adj-values', '1 2'],
      ['oom-score-adj-values', '3000 1 1'],
      ['port', '65536'],
      ['port', 'x'],
      ['tls-cluster', 'yes'],
      ['tls-port', '-1'],
      ['tls-port', '1'],
      ['tls-replication', 'yes'],
      ['timeout', '-1'],
      ['timeout', '1x'],
      ['appendonly', 'maybe'],
      ['bind', '::1 '.repeat(17).trim()],
      ['client-query-buffer-limit', '1kb'],
      ['client-query-buffer-limit', '9223372036854775808'],
    ] as const) {
      const theirs = await redis.send('config', 'set', name, value);
      const ours = configuration.set([[name, value]]);
      expect(ours === undefined ? 'OK' : `-${ours}`, `${name} ${value}`).toBe(theirs);
    }
  });

  test('GET takes the same patterns', async () => {
    const configuration = new Configuration(folder);
    for (const patterns of [
      ['*'],
      ['max*', 'MAX*'],
      ['[a-c]*'],
      ['?ort'],
      ['\\*'],
      ['*\\-*'],
      ['list-*', 'Port'],
    ]) {
      const theirs = [...pairs(await redis.send('config', 'get', ...patterns)).keys()];
      const ours = configuration
        .get(patterns)
        .map(([name]) => name)
        .filter((name) => !OWN_DIRECTIVES.has(name));
      expect(ours.toSorted()).toEqual(theirs.toSorted());
    }
  });

  test('bad lines of a file are refused for the same reason', () => {
    const file = path.join(folder, 'line.conf');
    for (const line of [
      'maxmemory lots',
      'port',
      'port 1 2',
      'save 1',
      'save "1 1" "2 2"',
      'bind "a',
      'dir /nosuch',
      'databases 0',
      'client-output-buffer-limit normal 1 2',
      'appenddirname ""',
      'appendfilename a/b',
      'unixsocketperm 999',
      'unixsocketperm 7777',
      'oom-score-adj-values 1 2 5000',
      'replicaof 127.0.0.1 99999',
      'slaveof 127.0.0.1',
      'requirepass',
      'supervised maybe',
      'sentinel monitor x',
      'latency-tracking-info-percentiles 50 101',
      'shutdown-on-sigint save nosave',
    ]) {
      writeFileSync(file, `# a comment\n${line}\n`);
      const { stderr } = spawnSync('redis-server', [file], {
        cwd: folder,
        encoding: 'latin1',
        timeout: 5000,
      });
      const [, reason] = stderr.split(/>>> .*\n/);
      expect(reason, `redis-server refuses ${line}`).toBeDefined();
      expect(reasonFor(file), line).toBe(reason?.trim());
    }
  });

  function reasonFor(file: string): string {
    try {
      new Configuration(folder).load(readStatements(file));
      return 'taken';
    } catch (error) {
      if (error instanceof ConfigurationError) return error.reason;
      throw error;
    }
  }

  test('a file that one of them rewrote loads in the other', async () => {
    const theirFile = path.join(folder, 'theirs.conf');
    const ourFile = path.join(folder, 'ours.conf');
    writeFileSync(theirFile, '# kept\nsave 900 1\nmaxmemory 1gb\n');
    writeFileSync(ourFile, '# kept\nsave 900 1\nmaxmemory 1gb\n');
    const other = await Reference.start(folder, theirFile);
    const ours = new Configuration(folder);
    ours.load(readStatements(ourFile));
    ours.file = ourFile;
    const changes: [string, string][] = [
      ['client-output-buffer-limit', 'replica 1gb 512mb 7'],
      ['hz', '20'],
      ['latency-tracking-info-percentiles', '50 99.5'],
      ['masterauth', 'a "b\xff'],
      ['maxmemory', '2gb'],
      ['notify-keyspace-events', 'KE$'],
      ['save', '1 1 2 2'],
      ['shutdown-on-sigint', 'nosave force'],
      ['slave-priority', '7'],
    ];
    expect(ours.set(changes)).toBeUndefined();
    expect(ours.rewrite()).toBeUndefined();
    expect(await other.send('config', 'set', ...changes.flat())).toBe('OK');
    expect(await other.send('config', 'rewrite')).toBe('OK');
    other.stop();
    expect(readFileSync(theirFile, 'latin1')).toMatch(/^# kept\n/);

    const fromTheirs = new Configuration(folder);
    fromTheirs.load(readStatements(theirFile));
    const third = await Reference.start(folder, ourFile);
    for (const [name] of changes) {
      const text = await third.send('config', 'get', name);
      expect(text).toEqual([name, ours.get([name])[0]?.[1]]);
      expect(fromTheirs.get([name])[0]?.[1]).toBe(text[1]);
    }
    third.stop();
  });
});

function pairs(reply: Reply): Map<string, string> {
  const found = new Map<string, string>();
  if (!Array.isArray(reply)) throw new Error(`unexpected reply: ${reply}`);
  for (let index = 0; index < reply.length; index += 2) {
    found.set(String(reply[index]), String(reply[index + 1]));
  }
  return found;
}

/** Numbers in [0, 1) that a seed determines (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<Item>(items: readonly Item[], next: () => number): Item {
  const item = items[Math.trunc(next() * items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

/** No NUL among them: it ends most values in Redis, while Redwing takes it like any other byte. */
const VALUES: readonly string[] = [
  ...['', ' ', '0', '1', '-1', '-2', '5', '007', '+3', ' 4', '4 ', '1.5', '1e3', '0x10', '99', '100', '101'],
  ...['500', '1000', '65535', '65536', '16777216', '2147483647', '2147483648', '-2147483648', '4294967295'],
  ...['4294967296', '9223372036854775807', '9223372036854775808', '-9223372036854775809'],
  ...['18446744073709551615', '18446744073709551616', '99999999999999999999999'],
  ...['1b', '2k', '2kb', '3M', '3mb', '1g', '1GB', '1tb', '-1mb', 'kb', '5%', '101%', '%', '0%'],
  ...['yes', 'no', 'YES', 'No', 'true', 'on', 'optional', 'local', 'clients'],
  ...['debug', 'NOTICE', 'warning', 'everysec', 'always', 'allkeys-lru', 'noeviction', 'volatile-ttl'],
  ...['default', 'save', 'save now', 'now save', 'save nosave', 'force default', 'swapdb', 'panic'],
  ...['900 1', '900 1 300 10', '900', '0 1', '1 -1', '1 1 1', '5 ', '10  1', '1 4294967297'],
  ...['normal 64mb 64mb 0', 'slave 1mb 2 3', 'replica 1mb 2mb 3 pubsub 5mb 6mb 7', 'master 1 1 1'],
  ...['pubsub x 1 1', 'pubsub 1mb 1mb -1', 'pubsub 1mb 1mb 99999999999', 'pubsub 18446744073709551615 1 1'],
  ...[
    'KEA',
    'Kg$',
    'AKE$lshzxetdnm',
    'q',
    'n',
    'mn',
    '50',
    '50 99.9',
    '0.123456789',
    '100 100.1',
    'inf',
    'nan',
  ],
  ...['{title} {port}', '{nosuch}', '{title', '{{x', 'text', 'a/b', 'dump2.rdb', 'host-1.example', 'a_b'],
  ...['\xff\xfe', 'a\r\nb', '"quoted"', "it's", 'a'.repeat(300), 'ip', 'hostname', 'allchannels'],
];

function randomValue(next: () => number): string {
  const value = pick(VALUES, next);
  return next() < 0.1 ? `${value} ${pick(VALUES, next)}` : value;
}
