import { describe, expect, it } from 'vitest';
import { formatTranscript, isExpected, parseTranscript } from './transcript.ts';

const text = `# About greetings.
@set requirepass "a secret"
@only redwing

# The first request.
SET greeting "hello world"
b> SUBSCRIBE news
---
OK
b> ["subscribe", "news", (integer) 1]
--- RESP3
OK
b> >["subscribe", "news", (integer) 1]

c>> "*1\\r\\n$4\\r\\nPI"
---

GET greeting
---
"hello world"
`;

describe('a transcript', () => {
  it('is read into what is sent and what is expected', () => {
    const { settings, only, exchanges } = parseTranscript(text);
    expect({ settings, only }).toEqual({ settings: { requirepass: 'a secret' }, only: 'redwing' });
    expect(exchanges.map(({ sendings }) => sendings)).toEqual([
      [
        { client: 'a', words: ['SET', 'greeting', 'hello world'] },
        { client: 'b', words: ['SUBSCRIBE', 'news'] },
      ],
      [{ client: 'c', bytes: '*1\r\n$4\r\nPI' }],
      [{ client: 'a', words: ['GET', 'greeting'] }],
    ]);
    expect(exchanges[0]?.expected.RESP2[1]).toEqual({
      client: 'b',
      text: '["subscribe", "news", (integer) 1]',
    });
    expect(exchanges[0]?.expected.RESP3[1]).toEqual({
      client: 'b',
      text: '>["subscribe", "news", (integer) 1]',
    });
    expect(exchanges[2]?.expected.RESP3).toEqual(exchanges[2]?.expected.RESP2);
  });

  it('is written as it was read', () => {
    const transcript = parseTranscript(text);
    const written = formatTranscript(
      transcript,
      (at, protocol) => transcript.exchanges[at]?.expected[protocol] ?? [],
    );
    expect(written).toBe(text);
  });

  it('refuses a directive that it does not know', () => {
    expect(() => parseTranscript('@nosuch x\n\nPING\n---\nPONG')).toThrow('@nosuch');
  });

  it('lets placeholders stand for numbers and text, and nothing else', () => {
    expect(isExpected('(integer) <number>', '(integer) 12')).toBe(true);
    expect(isExpected('(integer) <number>', '(integer) twelve')).toBe(false);
    expect(isExpected('["version", "<text>", (nil)]', '["version", "7.0.15", (nil)]')).toBe(true);
    expect(isExpected('["version", "<text>", (nil)]', '["version", "7.0.15"]')).toBe(false);
    expect(isExpected('a.c', 'abc')).toBe(false);
  });
});
