/** Replies as transcripts show them: one line each, with every type of RESP told apart. */

import type { Reply } from '../../support/frames.ts';
import { parseFrame } from '../../support/frames.ts';
import { quoteAlways } from '../../support/quoting.ts';

export function renderFrame(frame: Buffer): string {
  return render(parseFrame(frame));
}

function render(reply: Reply): string {
  const { kind, text, items } = reply;
  if (reply.isNull) return kind === '*' ? '(nil array)' : '(nil)';
  switch (kind) {
    case '+':
      return text;
    case '-':
      return `(error) ${isPlainLine(text) ? text : quoteAlways(text)}`;
    case '!':
      return `(bulk error) ${quoteAlways(text)}`;
    case ':':
      return `(integer) ${text}`;
    case ',':
      return `(double) ${text}`;
    case '(':
      return `(big number) ${text}`;
    case '#':
      return text === 't' ? '(true)' : '(false)';
    case '=':
      return `(verbatim ${text.slice(0, 3)}) ${quoteAlways(text.slice(4))}`;
    case '%':
      return renderPairs(items);
    case '|':
      return `(attribute ${renderPairs(items.slice(0, -1))}) ${items.slice(-1).map(render).join('')}`;
    case '~':
      return `~[${items.map(render).join(', ')}]`;
    case '>':
      return `>[${items.map(render).join(', ')}]`;
    case '*':
      return `[${items.map(render).join(', ')}]`;
    default:
      return quoteAlways(text);
  }
}

/** Whether a text survives as a line of a file: nothing but ASCII, and no blank at its end. */
function isPlainLine(text: string): boolean {
  return /^[ -~]*[!-~]$/.test(text);
}

function renderPairs(items: readonly Reply[]): string {
  const pairs: string[] = [];
  for (let index = 0; index < items.length; index += 2)
    pairs.push(
      items
        .slice(index, index + 2)
        .map(render)
        .join(': '),
    );
  return `{${pairs.join(', ')}}`;
}
