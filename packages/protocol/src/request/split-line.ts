/** A typed line as words of their own, for shells: the rules of inline requests, without a server to send them to. */
import { splitInline } from './inline.ts';
import { Request } from './request.ts';

const encoder = new TextEncoder();

/**
 * Splits a line into words: quotes group, and a word that is a complete JSON object or array stays as typed.
 * None for a blank line; undefined when quotes are unbalanced, or something follows a closing quote.
 */
export function splitLine(line: string | Uint8Array): Uint8Array[] | undefined {
  const bytes = typeof line === 'string' ? encoder.encode(line) : line;
  const request = new Request();
  if (!splitInline(bytes, 0, bytes.length, request)) return undefined;
  const words: Uint8Array[] = [];
  for (let index = 0; index < request.count; index++) {
    const start = request.starts[index] ?? 0;
    words.push(request.bytes.slice(start, start + (request.lengths[index] ?? 0)));
  }
  return words;
}
