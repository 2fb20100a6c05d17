/**
 * What the READMEs show is true: their marked snippets run and typecheck, the session goes as it stands there, links lead
 * somewhere.
 *
 * A fence marked `ts run` is written to a file and imported; what it logs must be what its comments behind
 * `console.log(…);` say. One that imports vitest brings tests of its own, which become tests of this file. A fence marked
 * `text session` is typed line by line into a server over a bare connection, and replies are shown as the shell does.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { ReplyParser } from '@redwing/protocol';
import { createServer } from '@redwing/server';
import ts from 'typescript';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { uncoloured } from '../apps/cli/src/rendering/palette.ts';
import type { BytesReply } from '../apps/cli/src/rendering/reply.ts';
import { renderReply } from '../apps/cli/src/rendering/reply.ts';
import { filesUnder, root, textOf } from '../scripts/tree.ts';

/** Ignored by git, the formatter and the checks, like everything called dist. */
const folder = join(root, 'tests/dist/readme');
const prompt = 'localhost:6969> ';

function fences(page: string, mark: string): string[] {
  const pattern = new RegExp(`^\`\`\`${mark}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...textOf(page).matchAll(pattern)].map(([, body = '']) => body);
}

mkdirSync(folder, { recursive: true });
const readmes = ['README.md', ...filesUnder('packages').filter((path) => path.endsWith('/README.md'))];
const snippets = readmes
  .flatMap((page) =>
    fences(page, 'ts run').map((text, index) => ({ name: `${page}, snippet ${index + 1}`, text })),
  )
  .map(({ name, text }, index) => {
    const path = join(folder, `snippet-${index + 1}.ts`);
    writeFileSync(path, text);
    return { name, path, text };
  });

afterAll(() => rmSync(dirname(folder), { recursive: true, force: true }));

describe('the snippets of the READMEs', () => {
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

/** Types each line into one connection and shows each reply as the shell would. */
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
  it('goes as it stands there', async () => {
    const [session = ''] = fences('README.md', 'text session');
    const turns = session.split(prompt).slice(1);
    const lines = turns.map((turn) => turn.slice(0, turn.indexOf('\n')));
    const replies = turns.map((turn) => turn.slice(turn.indexOf('\n') + 1).trimEnd());
    expect(lines.length).toBeGreaterThan(10);
    expect(await typed(lines)).toEqual(replies);
  });
});

describe('links within the repository', () => {
  const pages = filesUnder('').filter((path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md'));

  it.each(pages)('%s: every one leads somewhere', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      ([, link = '']) => link,
    );
    const dead = links.filter((link) => !existsSync(join(root, dirname(page), link)));
    expect(dead).toEqual([]);
  });
});
