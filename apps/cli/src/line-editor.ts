/**
 * The line a person types, on a terminal.
 *
 * node:readline does the editing, the history and the completion; it is built in and knows terminals well. Three
 * things are put around it:
 *
 *   localhost:6969> SET name ▮value [NX | XX] [GET]     a hint behind the cursor, wiped before every key is
 *                                                       handled and drawn again after it
 *   print()       puts text above the line that is being typed, and draws the line again below it
 *   no prompt     while a command is under way; what is typed meanwhile is kept
 */
import type { Interface, Key } from 'node:readline';
import { clearScreenDown, createInterface, cursorTo, moveCursor } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';

export interface LineEditorOptions {
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** Lines typed before, the newest first. */
  readonly history: string[];
  readonly historyLinesMax: number;
  readonly mayBeKept: (line: string) => boolean;
  readonly complete: (line: string) => [string[], string];
  readonly hint: (line: string) => string;
  /** How hints are coloured. */
  readonly paintHint: (text: string) => string;
  readonly onLine: (line: string) => void;
  /** Ctrl+C. */
  readonly onInterrupt: () => void;
  /** Ctrl+D, or the terminal is gone. */
  readonly onEnd: () => void;
}

/** Beyond, a line was pasted rather than typed, and is not worth a hint at every character. */
const HINTED_CHARACTERS_MAX = 1000;
const ERASE_TO_LINE_END = '\x1b[K';

export class LineEditor {
  private readonly options: LineEditorOptions;
  private readonly readline: Interface;
  private prompting = false;
  private hintShown = false;

  constructor(options: LineEditorOptions) {
    this.options = options;
    const { input, output, complete } = options;
    this.readline = createInterface({
      input,
      output,
      terminal: true,
      history: options.history,
      historySize: options.historyLinesMax,
      removeHistoryDuplicates: true,
      completer: complete,
    });
    this.readline.on('line', (line) => {
      this.prompting = false;
      options.onLine(line);
    });
    this.readline.on('history', (lines) => {
      const [newest] = lines;
      if (newest !== undefined && !options.mayBeKept(newest)) lines.shift();
    });
    this.readline.on('SIGINT', () => options.onInterrupt());
    this.readline.on('close', () => options.onEnd());
    input.prependListener('keypress', this.beforeKey);
    input.on('keypress', this.afterKey);
  }

  /** What is typed so far. */
  get line(): string {
    return this.readline.line;
  }

  /** Asks for a line, or goes on asking under another prompt. What is typed already stays. */
  prompt(prompt: string): void {
    this.wipe();
    this.readline.setPrompt(prompt);
    this.prompting = true;
    this.draw();
  }

  /** Puts text, which ends in a line feed, above the line that is being typed. */
  print(text: string | Uint8Array): void {
    this.wipe();
    this.options.output.write(text);
    if (this.prompting) this.draw();
  }

  /** Drops what is typed. */
  dropLine(): void {
    this.readline.write(null, { ctrl: true, name: 'e' });
    this.readline.write(null, { ctrl: true, name: 'u' });
  }

  clearScreen(): void {
    cursorTo(this.options.output, 0, 0);
    clearScreenDown(this.options.output);
  }

  close(): void {
    const { input } = this.options;
    input.off('keypress', this.beforeKey);
    input.off('keypress', this.afterKey);
    this.readline.close();
  }

  private readonly beforeKey = (text: string | undefined, key: Key | undefined): void => {
    this.eraseHint();
    // Readline loses count of rows while a long line is pasted, and would draw it anew in the wrong place.
    if (text === undefined || key?.ctrl === true || text < ' ')
      this.setRow(this.readline.getCursorPos().rows);
  };

  private readonly afterKey = (_: string | undefined, key: Key | undefined): void => {
    // Completion lists its candidates a moment later, and a hint would stay above them.
    if (key?.name === 'tab') setImmediate(() => this.drawHint());
    else this.drawHint();
  };

  /** Leaves an empty line where prompt and typed line were, the cursor at its start. */
  private wipe(): void {
    const { output } = this.options;
    const { rows } = this.readline.getCursorPos();
    moveCursor(output, 0, -rows);
    cursorTo(output, 0);
    clearScreenDown(output);
    this.hintShown = false;
    this.setRow(0);
  }

  /** Tells readline in which row below the prompt's the cursor is: it goes up so far before it draws. */
  private setRow(row: number): void {
    (this.readline as Interface & { prevRows: number }).prevRows = row;
  }

  private draw(): void {
    this.readline.prompt(true);
    this.drawHint();
  }

  private drawHint(): void {
    const { line, cursor } = this.readline;
    if (!this.prompting || cursor !== line.length || line.length > HINTED_CHARACTERS_MAX) return;
    const room = this.options.output.columns - this.readline.getCursorPos().cols - 1;
    const hint = this.options.hint(line).slice(0, Math.max(0, room));
    if (hint === '') return;
    this.options.output.write(`${ERASE_TO_LINE_END}${this.options.paintHint(hint)}`);
    moveCursor(this.options.output, -hint.length, 0);
    this.hintShown = true;
  }

  private eraseHint(): void {
    if (!this.hintShown) return;
    this.hintShown = false;
    this.options.output.write(ERASE_TO_LINE_END);
  }
}
