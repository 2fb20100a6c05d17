/**
 * The lines typed so far, kept from one shell to the next in a file that only its owner can read.
 *
 * A line is appended when it is entered, so that shells that run side by side lose nothing of each other. The
 * file is cut to its newest lines when a shell starts. Lines with a password in them are not kept, in memory
 * neither. A history that cannot be read or written is no reason to stop: the shell goes on without.
 */
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { splitLine } from '@redwing/client';
import { holdsSecret } from './words.ts';

export const HISTORY_LINES_MAX = 1000;
/** Longer lines are not kept: pasted data is not worth finding again. */
const LINE_CHARACTERS_MAX = 10_000;
const OWNER_ONLY = 0o600;

/** `~/.redwing_history`, unless REDWING_HISTORY names another file. */
export function historyPath(environment: NodeJS.ProcessEnv): string {
  return environment.REDWING_HISTORY ?? join(homedir(), '.redwing_history');
}

export class History {
  private readonly path: string;
  private newest: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** The lines kept, the newest first, as node:readline wants them. */
  load(): string[] {
    const lines = this.read();
    const kept = lines.slice(-HISTORY_LINES_MAX);
    if (lines.length > HISTORY_LINES_MAX * 2) this.rewrite(kept);
    this.newest = kept.at(-1);
    return kept.reverse();
  }

  /** Keeps a line, if it may be kept. */
  add(line: string): void {
    if (!mayBeKept(line) || line === this.newest) return;
    this.newest = line;
    quietly(() => appendFileSync(this.path, `${line}\n`, { mode: OWNER_ONLY }));
  }

  private read(): string[] {
    let lines: string[] = [];
    quietly(() => {
      lines = readFileSync(this.path, 'utf8').split('\n').filter(mayBeKept);
    });
    return lines;
  }

  private rewrite(lines: readonly string[]): void {
    quietly(() => {
      const next = `${this.path}.${process.pid}`;
      writeFileSync(next, `${lines.join('\n')}\n`, { mode: OWNER_ONLY });
      renameSync(next, this.path);
    });
  }
}

/** Whether a line may be found again: it is not blank, and no password is in it. */
export function mayBeKept(line: string): boolean {
  if (line.trim() === '' || line.length > LINE_CHARACTERS_MAX) return false;
  // With unbalanced quotes nothing was sent, but a password may be in it all the same.
  return !holdsSecret(splitLine(line) ?? line.trim().split(/\s+/));
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Without a history, then.
  }
}
