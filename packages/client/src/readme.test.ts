import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from './testing/redis-server.test-support.ts';
import { redisInstalled, redisNote, startRedis } from './testing/redis-server.test-support.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${packageFolder}README.md`, 'utf8');
const snippets = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code = '']) => code);

/** What a snippet says that it prints: the comments behind its console.log lines, up to a comma. */
function promised(snippet: string): string[] {
  return [...snippet.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text = '']) =>
    text.replace(/, or .*/, ''),
  );
}

// Snippets with NOTIFY need a server that has it, so they are run with one, outside of this package.
const runnable = snippets.filter((snippet) => !snippet.includes('notify('));

describe.skipIf(!redisInstalled)(`the snippets of the README${redisNote}`, () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  test.each(runnable.map((snippet) => [promised(snippet).join(' ; '), snippet]))(
    'print what they say: %s',
    async (_, snippet) => {
      const code = snippet.replaceAll('6969', String(server.port));
      const args = ['--conditions=@redwing/source', '--import', 'tsx', '--input-type=module', '--eval', code];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: packageFolder });
      expect(stdout.trim().split('\n')).toEqual(promised(snippet));
    },
  );

  test('there are snippets, one of them for NOTIFY', () => {
    expect(runnable).toHaveLength(snippets.length - 1);
    expect(runnable.length).toBeGreaterThan(3);
  });
});
