/**
 * The house rules that a machine can hold us to. Each failure lists the files, so that the rule explains itself.
 */
import { describe, expect, it } from 'vitest';
import { filesUnder, textOf } from '../scripts/tree.ts';

const lines_max = 600;

/** Files allowed to be longer, each with its ceiling and the reason; a ceiling goes down, never up. */
const longer: Readonly<Record<string, { readonly lines_max: number; readonly reason: string }>> = {};

const files = filesUnder('').filter((path) => path !== 'pnpm-lock.yaml');
const sources = files.filter((path) => /\.(ts|js|cjs|mjs)$/.test(path));
const tests = files.filter((path) => /\.(test|bench)\.ts$/.test(path));
const pages = files.filter((path) => path.endsWith('.md'));
const texts = files.filter((path) => !/\.(rdb|aof|png|ico|gif|jpg|zip|gz|bin)$/.test(path));

/** The files whose text a pattern finds, with the first line it is found in. */
function found(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) => {
    const text = textOf(path);
    const at = text.search(pattern);
    return at === -1 ? [] : [`${path}:${text.slice(0, at).split('\n').length}`];
  });
}

/** The titles of a page: lines that begin with one `#`, outside fenced code. */
function titles(path: string): string[] {
  const prose = textOf(path).replaceAll(/^( *)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1\2/gm, '');
  return prose.split('\n').filter((line) => /^# /.test(line));
}

describe('the house', () => {
  it('has files to look at', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(tests.length).toBeGreaterThan(2);
  });

  it('has changesets that can be read, each of packages that exist', () => {
    const packages = new Set(
      files
        .filter((path) => /^(apps|packages)\/[^/]+\/package\.json$/.test(path))
        .map((path) => (JSON.parse(textOf(path)) as { name: string }).name),
    );
    const changesets = pages.filter((path) => path.startsWith('.changeset/') && !path.endsWith('README.md'));
    const faulty = changesets.filter((path) => {
      const [, bumps] = /^---\n((?:'[^']+': (?:major|minor|patch)\n)+)---\n\n\S/.exec(textOf(path)) ?? [];
      return (
        bumps === undefined || [...bumps.matchAll(/'([^']+)'/g)].some(([, name = '']) => !packages.has(name))
      );
    });
    expect(faulty).toEqual([]);
  });

  it('names each file and folder by what it holds', () => {
    const vague = /(^|\/)(misc|types|common|shared|stuff)(\.|\/|$)|(^|[/.-])(utils?|helpers?)([/.-]|$)/;
    expect(files.filter((path) => vague.test(path))).toEqual([]);
  });

  it('keeps unfinished work out of comments', () => {
    expect(found(texts, /\b(TO|FIX)(DO|ME)\b/)).toEqual([]);
  });

  it('gives each page one title', () => {
    const odd = pages.filter((path) => !/^\.changeset\/(?!README)/.test(path) && titles(path).length !== 1);
    expect(odd).toEqual([]);
  });

  it('keeps source files short enough to read at a sitting', () => {
    const tooLong = sources.flatMap((path) => {
      const lines = textOf(path).split('\n').length - 1;
      return lines > (longer[path]?.lines_max ?? lines_max) ? [`${path}: ${lines} lines`] : [];
    });
    expect(tooLong).toEqual([]);
  });

  it('lists no file as longer that has become short or is gone', () => {
    const needless = Object.keys(longer).filter(
      (path) => !sources.includes(path) || textOf(path).split('\n').length - 1 <= lines_max,
    );
    expect(needless).toEqual([]);
  });

  it('runs every test, not only one', () => {
    expect(found(tests, /\b(describe|it|test|bench)\.only\b/)).toEqual([]);
  });

  it('names no package registry and no folder of one machine', () => {
    expect(found(texts, /registry\.(npmjs|yarnpkg|npmmirror)\b|npm\.pkg\.github/)).toEqual([]);
    expect(found(texts, /(^|[\s'"`(=])\/(work|root|home\/[a-z]+|Users\/[A-Za-z]+)\/[\w.]/m)).toEqual([]);
  });
});
