/**
 * Where replies and messages go and in which form.
 *
 *   people     rendered, on a terminal; coloured if the palette is
 *   raw        values as bytes, a line each
 *   json       a line of JSON each
 *
 * Errors go to standard error where replies are for a program, so that they are not taken for values.
 */
import type { Push } from '@redwing/client';
import { ReplyError } from '@redwing/client';
import type { OutputForm } from './arguments.ts';
import { jsonReply } from './rendering/json-reply.ts';
import { limitsFor } from './rendering/limits.ts';
import { renderPush } from './rendering/message.ts';
import type { Palette } from './rendering/palette.ts';
import { harmless } from './rendering/quoted.ts';
import { rawReply } from './rendering/raw.ts';
import type { BytesReply, ReplyLook } from './rendering/reply.ts';
import { renderError, renderReply, renderText } from './rendering/reply.ts';
import { replyOf, shownReply } from './rendering/shown.ts';
import type { Outcome } from './session.ts';
import { NO_REPLY } from './session.ts';
import type { Word } from './words.ts';
import { repliesInText } from './words.ts';

export interface PrinterOptions {
  readonly form: OutputForm;
  readonly isTerminal: boolean;
  readonly palette: Palette;
  /** Columns of the terminal, asked for each time: it can be resized. */
  readonly width: () => number;
  readonly write: (bytes: string | Uint8Array) => void;
  readonly writeError: (text: string) => void;
}

export class Printer {
  readonly palette: Palette;
  private readonly options: PrinterOptions;
  private readonly form: 'people' | 'raw' | 'json';

  constructor(options: PrinterOptions) {
    this.options = options;
    this.palette = options.palette;
    this.form = options.form !== 'auto' ? options.form : options.isTerminal ? 'people' : 'raw';
  }

  /** `queued` are the requests that EXEC carried out. */
  reply(words: readonly Word[], reply: Outcome, queued: readonly (readonly Word[])[] = []): void {
    if (reply === NO_REPLY) return;
    const { write } = this.options;
    if (this.form === 'raw') write(rawReply(reply));
    else if (this.form === 'json') write(`${jsonReply(replyOf(shownReply(words, reply, queued)))}\n`);
    else if (repliesInText(words)) write(`${renderText(reply, this.look())}\n`);
    else write(`${renderReply(reply, this.look(words), words, queued)}\n`);
  }

  push(push: Push): void {
    const { write } = this.options;
    if (this.form === 'people') write(`${renderPush(push, this.look())}\n`);
    else this.reply([], [push.kind, ...(push.values as BytesReply[])]);
  }

  /** A line of MONITOR. */
  line(text: string): void {
    this.options.write(`${this.form === 'json' ? JSON.stringify(text) : harmless(text)}\n`);
  }

  /** An error: the server's reply, or one of our own. `where` is put before it, for programs. */
  error(error: Error, where = ''): void {
    const text =
      error instanceof ReplyError
        ? renderError(error, this.look())
        : this.palette.error(harmless(error.message));
    if (this.form === 'people') this.options.write(`${text}\n`);
    else this.options.writeError(`${where}${harmless(error.message)}\n`);
  }

  private look(words: readonly Word[] = []): ReplyLook {
    return { palette: this.palette, width: this.options.width(), limits: limitsFor(words) };
  }
}
