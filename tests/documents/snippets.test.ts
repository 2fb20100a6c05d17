/**
 * What the pages show is true: their marked snippets run and typecheck, links lead somewhere.
 *
 * A fence marked `ts run` is written to a file and imported; what it logs must be what its comments behind
 * `console.log(…);` say. One that imports vitest brings tests of its own, which become tests of this file. Transcripts
 * are in transcripts.test.ts, commands for a terminal in terminal.test.ts.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { ReplyParser } from '@redwing/protocol';
import { createServer } from '@redwing/server';
import ts from 'typescript';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { uncoloured } from '../../apps/cli/src/rendering/palette.ts';
import type { BytesReply } from '../../apps/cli/src/rendering/reply.ts';
import { renderReply } from '../../apps/cli/src/rendering/reply.ts';
import { root, textOf } from '../../scripts/tree.ts';
import { fencesMarked, fencesOf, pages } from './fences.ts';
import { turnsOf } from './transcript.ts';

/** Ignored by git, the formatter and the checks, like everything called dist. */
const folder = join(root, 'tests/dist/readme');

mkdirSync(folder, { recursive: true });
const snippets = fencesMarked('ts run')
  .map(({ name, body }) => ({ name, text: body }))
  .map(({ name, text }, index) => {
    const path = join(folder, `snippet-${index + 1}.ts`);
    writeFileSync(path, text);
    return { name, path, text };
  });

afterAll(() => rmSync(dirname(folder), { recursive: true, force: true }));

describe('the snippets of the pages', () => {
  it('are there', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(6);
  });

  it('typecheck', { timeout: 120_000 }, () => {
    const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
    const paths = snippets.map(({ path }) => path);
    const checked = {
      ...options,
      noEmit: true,
      incremental: false,
      declaration: false,
      isolatedDeclarations: false,
    };
    const program = ts.createProgram(paths, { ...checked, emitDeclarationOnly: false });
    const found = program.getSourceFiles().filter(({ fileName }) => paths.includes(fileName));
    expect(found).toHaveLength(paths.length);
    const faults = found.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]);
    expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });

  for (const { name, path, text } of snippets) {
    if (/from 'vitest'/.test(text)) {
      describe(`${name}, which is a test`, async () => {
        await import(/* @vite-ignore */ path);
      });
    } else {
      it(`${name} runs and prints what it says`, async () => {
        const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
        await import(/* @vite-ignore */ path);
        const printed = log.mock.calls.map((words) => words.map(String).join(' '));
        log.mockRestore();
        const promised = [...text.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, words]) => words);
        expect(promised.length).toBeGreaterThan(0);
        expect(printed).toEqual(promised);
      });
    }
  }
});

/** Types each line into one bare connection, and shows each reply as the shell would. */
async function typed(lines: readonly string[]): Promise<string[]> {
  await using server = await createServer();
  const shown: string[] = [];
  const socket = connect(server.port, '127.0.0.1');
  const answered = new Promise<void>((resolve, reject) => {
    const parser = new ReplyParser({
      asBuffers: () => true,
      onPush: () => undefined,
      onReply: (reply) => {
        shown.push(renderReply(reply as BytesReply, { palette: uncoloured, width: 80 }));
        if (shown.length === lines.length) resolve();
      },
    });
    socket.on('data', (chunk) => parser.write(chunk));
    socket.on('error', reject);
  });
  socket.write(lines.map((line) => `${line}\r\n`).join(''));
  await answered;
  socket.destroy();
  return shown;
}

describe('the session of README.md', () => {
  it('goes over a bare connection too, as it says', async () => {
    const [session] = fencesOf('README.md').filter(({ mark }) => mark === 'text session');
    const turns = turnsOf(session?.body ?? '');
    expect(turns.length).toBeGreaterThan(10);
    expect(await typed(turns.map(({ line = '' }) => line))).toEqual(turns.map(({ shown }) => shown));
  });
});

describe('links within the repository', () => {
  it.each(pages)('%s: every one leads somewhere', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      ([, link = '']) => link,
    );
    const dead = links.filter((link) => !existsSync(join(root, dirname(page), link)));
    expect(dead).toEqual([]);
  });
});
