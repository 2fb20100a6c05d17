/**
 * What a person would see: a terminal that understands as much of the escape sequences as a line editor uses, without
 * colours. Rows grow downwards without end.
 */
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

const SEQUENCE = new RegExp(`^${String.fromCharCode(27)}\\[(\\d*)(?:;(\\d*))?([A-Za-z])`);

export class Screen extends PassThrough {
  readonly isTTY = true;
  readonly columns = 80;
  private readonly lines: string[] = [''];
  private row = 0;
  private column = 0;
  private readonly awaited: { condition: (text: string) => boolean; resolve: () => void }[] = [];

  constructor() {
    super();
    this.setEncoding('utf8');
    this.on('data', (text: string) => {
      this.show(text);
      for (const each of [...this.awaited]) {
        if (!each.condition(this.text)) continue;
        this.awaited.splice(this.awaited.indexOf(each), 1);
        each.resolve();
      }
    });
  }

  get text(): string {
    return this.lines.map((line) => line.trimEnd()).join('\n');
  }

  /** Waits until the screen ends in this text, or in what a pattern describes. */
  until(ending: string | RegExp): Promise<void> {
    const condition = (text: string): boolean =>
      typeof ending === 'string' ? text.trimEnd().endsWith(ending) : ending.test(text.trimEnd());
    if (condition(this.text)) return Promise.resolve();
    return new Promise((resolve) => this.awaited.push({ condition, resolve }));
  }

  private show(text: string): void {
    let rest = text;
    while (rest !== '') {
      const [sequence, first = '', , command = ''] = SEQUENCE.exec(rest) ?? [];
      if (sequence === undefined) {
        this.put(rest[0] ?? '');
        rest = rest.slice(1);
      } else {
        this.obey(command, first);
        rest = rest.slice(sequence.length);
      }
    }
  }

  private put(character: string): void {
    if (character === '\r') this.column = 0;
    else if (character === '\n') this.move(this.row + 1, 0);
    else if (stripVTControlCharacters(character) !== '') {
      if (this.column === this.columns) this.move(this.row + 1, 0);
      const line = (this.lines[this.row] ?? '').padEnd(this.column);
      this.lines[this.row] = line.slice(0, this.column) + character + line.slice(this.column + 1);
      this.column++;
    }
  }

  private obey(command: string, parameter: string): void {
    const count = parameter === '' ? 1 : Number(parameter);
    const line = this.lines[this.row] ?? '';
    if (command === 'A') this.move(this.row - count, this.column);
    else if (command === 'B') this.move(this.row + count, this.column);
    else if (command === 'C') this.move(this.row, this.column + count);
    else if (command === 'D') this.move(this.row, this.column - count);
    else if (command === 'G') this.move(this.row, count - 1);
    else if (command === 'J' || command === 'K') {
      this.lines[this.row] = line.slice(0, this.column);
      if (command === 'J') this.lines.length = this.row + 1;
    }
  }

  private move(row: number, column: number): void {
    this.row = Math.max(0, row);
    this.column = Math.max(0, column);
    while (this.lines.length <= this.row) this.lines.push('');
  }
}
