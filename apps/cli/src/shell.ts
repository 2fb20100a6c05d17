/**
 * The interactive shell: lines in, replies out, one after the other; messages from the server whenever they come.
 *
 *   line ──► queue ──► local command (help, clear, exit) or Session.run() ──► printer ──► prompt
 *   push, lost, ready ──► above the prompt, the half-typed line stays
 */
import { AbortedError, HandshakeError, ReplyError, splitLine } from '@redwing/client';
import { helpFor } from './help.ts';
import type { LineEditor } from './line-editor.ts';
import type { Printer } from './printer.ts';
import type { Session } from './session.ts';
import { capitals } from './words.ts';

export interface ShellOptions {
  readonly session: Session;
  readonly printer: Printer;
  /** How the server is called in the prompt. */
  readonly address: string;
  /** Keeps a line for the next shell. */
  readonly remember: (line: string) => void;
}

export class Shell {
  private readonly options: ShellOptions;
  private editor: LineEditor | undefined;
  private readonly queue: string[] = [];
  private busy = false;
  private saidConnected = false;
  private interrupted = false;
  private ended = false;
  private finish: (code: number) => void = () => undefined;

  constructor(options: ShellOptions) {
    this.options = options;
  }

  /** Runs until the person leaves; the exit code. */
  run(editor: LineEditor): Promise<number> {
    this.editor = editor;
    const { session, printer } = this.options;
    session.on('push', (push) => printer.push(push));
    session.on('monitor', (line) => printer.line(line));
    session.on('notice', (text) => this.say(text));
    session.on('ready', () => this.onReady());
    session.on('lost', (error) => this.onLost(error));
    // How that ends is told by the events.
    session.connect().then(
      () => this.ask(),
      () => this.ask(),
    );
    return new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  onLine(line: string): void {
    this.options.remember(line);
    this.queue.push(line);
    if (!this.busy) void this.work();
  }

  /** Ctrl+C: ends the nearest thing that can be ended. */
  onInterrupt(): void {
    const { session } = this.options;
    if (this.busy) {
      this.interrupted = true;
      this.queue.length = 0;
      session.interrupt();
    } else if (session.isMonitoring) {
      session.stopMonitor();
      this.say('MONITOR ended.');
    } else if (this.editor?.line !== '') {
      this.editor?.dropLine();
    } else {
      this.say("To leave, press Ctrl+D or type 'exit'.");
    }
  }

  /** Leaves. A reply that is still due is not waited for. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.editor?.close();
    this.options.session.destroy();
    this.finish(0);
  }

  private async work(): Promise<void> {
    this.busy = true;
    let first = true;
    for (let line = this.queue.shift(); line !== undefined && !this.ended; line = this.queue.shift()) {
      // Lines typed ahead, or pasted, were echoed before it was their turn: shown again beside their replies.
      if (!first) this.editor?.print(`${this.promptText()}${line}\n`);
      first = false;
      await this.carryOut(line);
    }
    this.busy = false;
    this.ask();
  }

  private async carryOut(line: string): Promise<void> {
    const { session, printer } = this.options;
    const words = splitLine(line);
    if (words === undefined) {
      printer.error(new Error('The quotes do not match, or something follows a closing quote.'));
      return;
    }
    if (words.length === 0 || this.runLocally(words.map((word) => Buffer.from(word).toString()))) return;
    try {
      printer.reply(words, await session.run(words), session.queued);
    } catch (error) {
      if (this.interrupted && error instanceof AbortedError) this.say('Interrupted.');
      else if (this.interrupted) this.say('Interrupted. The server may carry it out all the same.');
      else printer.error(error instanceof Error ? error : new Error(String(error)));
    }
    this.interrupted = false;
  }

  /** True when the line was for the shell itself. */
  private runLocally(words: readonly string[]): boolean {
    const [name, ...rest] = words;
    switch (capitals(name)) {
      case 'HELP':
      case '?':
        this.editor?.print(`${helpFor(rest, this.options.printer.palette)}\n`);
        return true;
      case 'CLEAR':
        this.editor?.clearScreen();
        return true;
      case 'EXIT':
      case 'QUIT':
        if (rest.length > 0) return false;
        this.end();
        return true;
      default:
        return false;
    }
  }

  private onReady(): void {
    if (!this.saidConnected)
      this.say(`Connected to ${this.options.address}. 'help' tells what can be typed.`);
    this.saidConnected = true;
    this.ask();
  }

  private onLost(error: Error): void {
    this.saidConnected = false;
    this.options.printer.error(error.cause instanceof ReplyError ? error.cause : error);
    if (!(error instanceof HandshakeError)) this.say('Trying again until it works.');
    else if (isAboutPassword(error)) this.say('AUTH [username] password lets you in.');
    this.ask();
  }

  private say(text: string): void {
    this.editor?.print(`${this.options.printer.palette.aside(text)}\n`);
  }

  private ask(): void {
    if (!this.busy && !this.ended) this.editor?.prompt(this.promptText());
  }

  private promptText(): string {
    const { session, address } = this.options;
    if (!session.connected) return 'not connected> ';
    const database = session.database === 0 ? '' : `[${session.database}]`;
    return `${address}${database}${session.inTransaction ? '(TX)' : ''}> `;
  }
}

function isAboutPassword(error: HandshakeError): boolean {
  return error.cause instanceof ReplyError && /^(NOAUTH|WRONGPASS)$|password/.test(error.cause.code);
}
