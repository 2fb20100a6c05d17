/**
 * A transcript is a golden conversation in a text file: requests as they are typed, `---`, the replies in
 * order, one a line.
 *
 *     # Lines that begin with a hash are comments.
 *     @set requirepass secret          a directive the server is started with
 *     @only redwing                    what the original does not know is not asked of it
 *
 *     SET greeting "hello world"
 *     b> SUBSCRIBE news                another client, named by whatever stands before the >
 *     ---
 *     OK
 *     b> ["subscribe", "news", (integer) 1]
 *     --- RESP3
 *     OK                               what differs in RESP3, if anything does
 *     b> >["subscribe", "news", (integer) 1]
 *
 *     >> "*1\r\n$4\r\nPI"              bytes as they are, sent by the first client; `b>> "…"` by another
 *     ---
 *
 * Exchanges are separated by empty lines. Every transcript is played twice, by clients that speak RESP2 and
 * by clients that have said HELLO 3. `<number>` and `<text>` in a reply stand for whatever is each server's
 * own; `(closed)` says that the server has closed the connection. In a request, the word `<id:b>` stands for the id that
 * the server gave to client b, who must be able to ask for it when it is first used.
 */

import { splitLine } from '../../support/quoting.ts';

export type Protocol = 'RESP2' | 'RESP3';

/** Something sent by a client: the words of a request, or bytes as they are. */
export type Sending =
  | { readonly client: string; readonly words: readonly string[] }
  | { readonly client: string; readonly bytes: string };

/** A line of the expected replies and whose connection it arrives on. */
export interface ExpectedReply {
  readonly client: string;
  readonly text: string;
}

export interface Exchange {
  /** Requests and comments as they stand in the file. */
  readonly lines: readonly string[];
  readonly sendings: readonly Sending[];
  readonly expected: Readonly<Record<Protocol, readonly ExpectedReply[]>>;
}

export interface Transcript {
  /** Comments and directives before the first exchange, as they stand in the file. */
  readonly head: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  /** The only target it is for. */
  readonly only: string | undefined;
  readonly exchanges: readonly Exchange[];
}

/** The client that a line without a name belongs to. */
export const firstClient = 'a';

/** Reads the text of a transcript. Throws with the line that cannot be read. */
export function parseTranscript(text: string): Transcript {
  const blocks = text
    .trim()
    .split(/\n[ \t]*\n/)
    .map((block) => block.split('\n'));
  const [first, ...others] = blocks;
  const hasHead = first?.every((line) => /^[#@]/.test(line)) ?? false;
  const head = hasHead && first !== undefined ? first : [];
  const settings: Record<string, string> = {};
  let only: string | undefined;
  for (const line of head.filter((each) => each.startsWith('@'))) {
    const [directive, name, ...values] = splitLine(line.slice(1));
    if (directive === 'only') only = name;
    else if (directive === 'set' && name !== undefined) settings[name] = values.join(' ');
    else throw new Error(`not a directive of transcripts: ${line}`);
  }
  const exchanges = (hasHead ? others : blocks).map(parseExchange);
  return { head, settings, only, exchanges };
}

function parseExchange(block: readonly string[]): Exchange {
  const rules = block.flatMap((line, index) => (/^---( RESP3)?$/.test(line) ? [index] : []));
  const [first = block.length, second = block.length] = rules;
  const lines = block.slice(0, first);
  const common = block.slice(first + 1, second).map(parseReply);
  const resp3 = second < block.length ? block.slice(second + 1).map(parseReply) : common;
  const sendings = lines.filter((line) => !line.startsWith('#')).map(parseSending);
  return { lines, sendings, expected: { RESP2: common, RESP3: resp3 } };
}

function parseSending(line: string): Sending {
  const raw = /^(\w*)>> (.*)$/.exec(line);
  if (raw !== null) return { client: raw[1] || firstClient, bytes: splitLine(raw[2] ?? '').join('') };
  const [, client = firstClient, request = ''] = /^(?:(\w+)> )?(.*)$/.exec(line) ?? [];
  return { client, words: splitLine(request) };
}

function parseReply(line: string): ExpectedReply {
  const [, client = firstClient, text = ''] = /^(?:(\w+)> )?(.*)$/.exec(line) ?? [];
  return { client, text };
}

/** The transcript with other replies, as text. */
export function formatTranscript(
  { head, exchanges }: Transcript,
  replies: (index: number, protocol: Protocol) => readonly ExpectedReply[],
): string {
  const blocks = exchanges.map(({ lines }, index) => {
    const resp2 = replies(index, 'RESP2').map(formatReply);
    const resp3 = replies(index, 'RESP3').map(formatReply);
    const differs = resp2.join('\n') !== resp3.join('\n');
    return [...lines, '---', ...resp2, ...(differs ? ['--- RESP3', ...resp3] : [])].join('\n');
  });
  return `${[...(head.length > 0 ? [head.join('\n')] : []), ...blocks].join('\n\n')}\n`;
}

export function formatReply({ client, text }: ExpectedReply): string {
  return client === firstClient ? text : `${client}> ${text}`;
}

/** Whether a reply is the expected one, placeholders taken into account. */
export function isExpected(expected: string, actual: string): boolean {
  if (!expected.includes('<')) return expected === actual;
  const pattern = expected
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll('<number>', '-?\\d+(?:\\.\\d+)?')
    .replaceAll('<text>', '.*');
  return new RegExp(`^${pattern}$`).test(actual);
}
