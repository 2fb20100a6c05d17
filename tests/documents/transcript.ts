/**
 * Transcripts: what people type into shells, and what they see.
 *
 *     client A> BLPOP jobs 0
 *     client B> RPUSH jobs paint
 *     (integer) 1
 *     client A: 1) "jobs"
 *     2) "paint"
 *
 * A prompt names a shell: `localhost:6970>` one of the server on that port, `client A>` one of the only server. What
 * follows the line is what that shell shows next; `client A:` begins what it shows later, a reply it waited for or a
 * message. Each port is a server of its own. Ports and revisions are other numbers when a transcript is played, so
 * they are put back into those of the page.
 */
import { splitLine } from '@redwing/client';
import type { Server } from '@redwing/server';
import { createServer } from '@redwing/server';
import { Printer } from '../../apps/cli/src/printer.ts';
import { uncoloured } from '../../apps/cli/src/rendering/palette.ts';
import { Session } from '../../apps/cli/src/session.ts';

interface Turn {
  readonly shell: string;
  /** Undefined where something is shown without having been asked for now. */
  readonly line: string | undefined;
  /** What is shown then; empty for nothing yet. */
  readonly shown: string;
}

export const PROMPT: RegExp = /^((?:localhost|\d+\.\d+\.\d+\.\d+):\d+|client [A-Z])(?:\[\d+\])?(?:\(TX\))?> /;
const LATER = /^(client [A-Z]): /;
const REVISION = /\b\d{16}\b/g;
const MAIN_PORT = '6969';

export function turnsOf(transcript: string): Turn[] {
  const turns: { shell: string; line: string | undefined; shown: string[] }[] = [];
  for (const text of transcript.trimEnd().split('\n')) {
    const [prompt = '', shell = ''] = PROMPT.exec(text) ?? [];
    const [later = '', waiting = ''] = LATER.exec(text) ?? [];
    if (prompt !== '') turns.push({ shell, line: text.slice(prompt.length), shown: [] });
    else if (later !== '') turns.push({ shell: waiting, line: undefined, shown: [text.slice(later.length)] });
    else turns.at(-1)?.shown.push(text);
  }
  return turns.map((turn) => ({ ...turn, shown: turn.shown.join('\n').trimEnd() }));
}

/** A shell without a terminal: what it shows is taken from it piece by piece. */
class TranscriptShell {
  private readonly session: Session;
  private readonly printer: Printer;
  private readonly pieces: string[] = [];
  private wake: () => void = () => undefined;

  constructor(port: number) {
    this.session = new Session({ host: '127.0.0.1', port, reconnect: false });
    this.printer = new Printer({
      form: 'auto',
      isTerminal: true,
      palette: uncoloured,
      width: () => 80,
      write: (text) => this.show(String(text).trimEnd()),
      writeError: () => undefined,
    });
    this.session.on('push', (push) => this.printer.push(push));
  }

  async type(line: string): Promise<void> {
    const words = splitLine(line) ?? [];
    try {
      this.printer.reply(words, await this.session.run(words), this.session.queued);
    } catch (error) {
      this.printer.error(error as Error);
    }
  }

  async next(): Promise<string> {
    while (this.pieces.length === 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.pieces.shift() ?? '';
  }

  close(): void {
    this.session.destroy();
  }

  private show(text: string): void {
    this.pieces.push(text);
    this.wake();
  }
}

/** Plays a transcript and returns it as it went, so that it can be compared with what stands in the page. */
export async function play(turns: readonly Turn[]): Promise<Turn[]> {
  const servers = new Map<string, Server>();
  const shells = new Map<string, TranscriptShell>();
  try {
    for (const { shell } of turns) {
      const port = portOf(shell);
      if (!servers.has(port)) servers.set(port, await createServer());
    }
    const played: Turn[] = [];
    for (const { shell: name, line, shown } of turns) {
      const shell = shells.get(name) ?? new TranscriptShell(servers.get(portOf(name))?.port ?? 0);
      shells.set(name, shell);
      if (line !== undefined) void shell.type(withPorts(line, servers));
      played.push({ shell: name, line, shown: shown === '' ? '' : await shell.next() });
    }
    return played;
  } finally {
    for (const shell of shells.values()) shell.close();
    for (const server of servers.values()) await server.close();
  }
}

/** Numbers that are others each time, counted from the first of them. */
export function comparable(turns: readonly Turn[]): Turn[] {
  let first: bigint | undefined;
  const relative = (text: string): string =>
    text.replaceAll(REVISION, (digits) => {
      first ??= BigInt(digits);
      return `revision ${BigInt(digits) - first}`;
    });
  return turns.map((turn) => ({
    ...turn,
    line: turn.line && relative(turn.line),
    shown: relative(turn.shown),
  }));
}

function portOf(shell: string): string {
  return shell.startsWith('client ') ? MAIN_PORT : (shell.split(':')[1] ?? MAIN_PORT);
}

function withPorts(line: string, servers: ReadonlyMap<string, Server>): string {
  return line.replaceAll(/\b\d{4,5}\b/g, (digits) => String(servers.get(digits)?.port ?? digits));
}
