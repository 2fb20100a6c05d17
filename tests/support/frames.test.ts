import { describe, expect, it } from 'vitest';
import { FrameSplitter, MalformedReply, parseFrame } from './frames.ts';

const frames = [
  '+OK\r\n',
  '-ERR no\r\n',
  ':-12\r\n',
  '$0\r\n\r\n',
  '$4\r\n\r\n*1\r\n',
  '$-1\r\n',
  '*-1\r\n',
  '*0\r\n',
  '*2\r\n*1\r\n:1\r\n$1\r\na\r\n',
  '%2\r\n+a\r\n:1\r\n+b\r\n*2\r\n:1\r\n:2\r\n',
  '~1\r\n#t\r\n',
  '>2\r\n+message\r\n_\r\n',
  '|1\r\n+ttl\r\n:3600\r\n*1\r\n,1.5\r\n',
  '=7\r\ntxt:abc\r\n',
  '!5\r\nERR x\r\n',
  '(12345678901234567890\r\n',
];

function split(...chunks: string[]): string[] {
  return splitWith(new FrameSplitter(), chunks);
}

function splitWith(splitter: FrameSplitter, chunks: readonly string[]): string[] {
  const found: string[] = [];
  for (const chunk of chunks)
    splitter.push(Buffer.from(chunk, 'latin1'), (frame) => found.push(String(frame)));
  return found;
}

describe('splitting replies into frames', () => {
  it('finds every type, nested ones whole, an attribute with the reply it belongs to', () => {
    expect(split(frames.join(''))).toEqual(frames);
  });

  it('finds the same wherever the stream is cut', () => {
    const stream = frames.join('');
    for (let at = 0; at <= stream.length; at++) {
      expect(split(stream.slice(0, at), stream.slice(at))).toEqual(frames);
    }
    expect(split(...stream)).toEqual(frames);
  });

  it.each(['x1\r\n', '*a\r\n', '*-2\r\n', '$1\r\nabc\r\n', '+a\rb\r\n', '$?\r\n'])('refuses %j', (stream) => {
    expect(() => split(stream)).toThrow(MalformedReply);
  });

  it('sets messages apart from the reply they stand in, if asked to, and no confirmations', () => {
    const message = '>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n';
    const other = message.replace('$7\r\nm', '$8\r\npm');
    const confirmed = '>3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n';
    const stream =
      `${message}*2\r\n${message}${other}$1\r\na\r\n${message},1\r\n:7\r\n` +
      `*2\r\n${confirmed}*1\r\n${other}:1\r\n:8\r\n`;
    const apart = [
      message,
      '*2\r\n$1\r\na\r\n,1\r\n',
      ...[message, other, message, ':7\r\n'],
      `*2\r\n${confirmed}*1\r\n:1\r\n`,
      ...[other, ':8\r\n'],
    ];
    for (let at = 0; at <= stream.length; at++) {
      const chunks = [stream.slice(0, at), stream.slice(at)];
      expect(splitWith(new FrameSplitter(true), chunks)).toEqual(apart);
    }
    expect(splitWith(new FrameSplitter(true), [...stream])).toEqual(apart);
    expect(split(stream)).not.toEqual(apart);
  });

  it('hands out what came before malformed bytes', () => {
    const splitter = new FrameSplitter();
    const found: string[] = [];
    expect(() => splitter.push(Buffer.from(':1\r\n?\r\n'), (frame) => found.push(String(frame)))).toThrow(
      'not RESP',
    );
    expect(found).toEqual([':1\r\n']);
  });
});

describe('taking a frame apart', () => {
  it('keeps kind, text and bytes of each part', () => {
    const reply = parseFrame(Buffer.from('*3\r\n$3\r\nabc\r\n%1\r\n+k\r\n:7\r\n$-1\r\n'));
    expect(reply.items.map(({ kind, text, isNull }) => [kind, text, isNull])).toEqual([
      ['$', 'abc', false],
      ['%', '', false],
      ['$', '', true],
    ]);
    expect(reply.items[1]?.items.map(({ text }) => text)).toEqual(['k', '7']);
    expect(String(reply.items[0]?.bytes)).toBe('$3\r\nabc\r\n');
  });

  it('puts the annotated reply last in an attribute', () => {
    const reply = parseFrame(Buffer.from('*2\r\n|1\r\n+ttl\r\n:1\r\n+value\r\n:2\r\n'));
    expect(reply.items.map(({ kind }) => kind)).toEqual(['|', ':']);
    expect(reply.items[0]?.items.map(({ text }) => text)).toEqual(['ttl', '1', 'value']);
  });
});
