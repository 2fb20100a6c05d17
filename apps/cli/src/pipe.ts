/**
 * Commands from standard input, one a line: `redwing < commands.txt`.
 *
 * Requests go out without waiting for replies, a limited number at a time, and the replies are printed in their
 * order. Lines that are blank or begin with # are skipped; `exit` and `quit` end it. A line that fails does not
 * stop those behind it; a lost connection does. Where the server wants a password, nothing is sent until a line brings it.
 */
import { ClientError, HandshakeError, splitLine } from '@redwing/client';
import { linesOf } from './lines.ts';
import { whenLost } from './one-shot.ts';
import type { Printer } from './printer.ts';
import type { Session } from './session.ts';
import type { Word } from './words.ts';
import { bringsMessages, capitals } from './words.ts';

/** At most two batches are on their way: enough to keep the server busy, few enough to hold their replies. */
const BATCH_REQUESTS = 256;
const COMMENT = 35;
/** They change the connection, so what was asked before must be answered first. */
const ALONE: ReadonlySet<string> = new Set(['AUTH', 'HELLO', 'RESET', 'MONITOR']);

/** The exit code: 0, or 1 if a line failed. */
export async function runPipe(
  session: Session,
  input: AsyncIterable<Uint8Array>,
  printer: Printer,
): Promise<number> {
  const lost = whenLost(session);
  session.on('push', (push) => printer.push(push));
  session.on('monitor', (line) => printer.line(line));
  const pipe = new Pipe(session, printer);
  await pipe.read(input);
  if (pipe.brokenBy === undefined && pipe.listens) pipe.fail(await lost, '');
  if (pipe.brokenBy !== undefined) session.destroy();
  else await session.close();
  return pipe.failed ? 1 : 0;
}

class Pipe {
  failed = false;
  /** Whether messages were asked for. */
  listens = false;
  brokenBy: Error | undefined;
  /** The server has refused whoever has not authenticated. */
  private isLockedOut = false;
  private readonly session: Session;
  private readonly printer: Printer;
  private sent = 0;
  private printed: Promise<void> = Promise.resolve();
  /** Resolved when the batch before the present one is printed. */
  private batchPrinted: Promise<void> = this.printed;

  constructor(session: Session, printer: Printer) {
    this.session = session;
    this.printer = printer;
  }

  async read(input: AsyncIterable<Uint8Array>): Promise<void> {
    let number = 0;
    for await (const line of linesOf(input)) {
      number++;
      if (line[0] === COMMENT) continue;
      const words = splitLine(line);
      const where = `line ${number}: `;
      if (words === undefined) this.print(Promise.reject(new Error('unbalanced quotes')), [], where);
      else if (words.length > 0 && !(await this.send(words, where))) break;
      if (this.brokenBy !== undefined) break;
    }
    await this.printed;
  }

  fail(error: Error, where: string): void {
    this.failed = true;
    // Told once, not for every request that was on its way.
    if (this.brokenBy !== undefined) return;
    if (error instanceof HandshakeError) {
      if (this.isLockedOut) return;
      this.isLockedOut = true;
    } else if (error instanceof ClientError) this.brokenBy = error;
    this.printer.error(error, where);
  }

  /** False when the line ends it all. */
  private async send(words: readonly Word[], where: string): Promise<boolean> {
    const name = capitals(words[0]);
    if (words.length === 1 && (name === 'EXIT' || name === 'QUIT')) return false;
    const alone = ALONE.has(name);
    if (alone || this.isLockedOut) await this.printed;
    if (this.isLockedOut && name !== 'AUTH' && name !== 'HELLO') {
      this.fail(new Error('not sent: the server wants a password first'), where);
      return true;
    }
    this.isLockedOut = false;
    if (bringsMessages(words)) this.listens = true;
    this.print(this.session.run(words), words, where);
    if (alone) await this.printed;
    this.sent++;
    if (this.sent % BATCH_REQUESTS === 0) {
      await this.batchPrinted;
      this.batchPrinted = this.printed;
    }
    return true;
  }

  /** Prints an outcome when those before it are printed. */
  private print(outcome: ReturnType<Session['run']>, words: readonly Word[], where: string): void {
    const before = this.printed;
    const one = async (): Promise<void> => {
      try {
        const reply = await outcome;
        await before;
        this.printer.reply(words, reply);
      } catch (error) {
        await before;
        this.fail(error instanceof Error ? error : new Error(String(error)), where);
      }
    };
    this.printed = one();
  }
}
