import type { Request } from '@redwing/protocol';
import { encodedBytes, encodeRequest } from '@redwing/protocol';
import { describe, expect, it } from 'vitest';
import { CommandStream } from './command-stream.ts';

function command(...words: string[]): Buffer {
  return encodedBytes(encodeRequest(words));
}

function recorder(): { stream: CommandStream; executed: string[]; passedOn: () => string } {
  const executed: string[] = [];
  let passedOn = '';
  let inTransaction = false;
  const stream = new CommandStream({
    execute(request: Request): boolean {
      if (request.is(0, 'MULTI')) inTransaction = true;
      if (request.is(0, 'EXEC')) inTransaction = false;
      executed.push(Array.from({ length: request.count }, (_, index) => request.latin1(index)).join(' '));
      return !inTransaction;
    },
    applied(bytes, start, length) {
      passedOn += Buffer.from(bytes.subarray(start, start + length)).latin1Slice();
    },
  });
  return { stream, executed, passedOn: () => passedOn };
}

const script = Buffer.concat([
  command('SELECT', '3'),
  command('SET', 'a', 'x'.repeat(300)),
  command('MULTI'),
  command('SET', 'b', '\r\n*'),
  command('DEL', 'a'),
  command('EXEC'),
  command('PING'),
]);

describe('the command stream of a primary', () => {
  it.each([1, 2, 7, 64, script.length])('executes and passes on the same in pieces of %i bytes', (size) => {
    const { stream, executed, passedOn } = recorder();
    for (let at = 0; at < script.length; at += size) {
      // The receive buffer is used again for the next piece.
      const piece = Buffer.from(script.subarray(at, at + size));
      stream.receive(piece, 0, piece.length);
      piece.fill(0);
    }
    expect(executed).toHaveLength(7);
    expect(executed[3]).toBe('SET b \r\n*');
    expect(passedOn()).toBe(script.latin1Slice());
    expect(stream.pendingBytes).toBe(0);
  });

  it('passes nothing of a transaction on before it is complete', () => {
    const { stream, passedOn } = recorder();
    const begun = Buffer.concat([command('MULTI'), command('SET', 'a', '1')]);
    stream.receive(begun, 0, begun.length);
    expect(passedOn()).toBe('');
    expect(stream.pendingBytes).toBe(begun.length);
    const exec = command('EXEC');
    stream.receive(exec, 0, exec.length);
    expect(passedOn()).toBe(begun.latin1Slice() + exec.latin1Slice());
  });

  it('counts empty lines that keep the link alive', () => {
    const { stream, passedOn } = recorder();
    const bytes = Buffer.concat([Buffer.from('\n\n'), command('PING'), Buffer.from('\n')]);
    stream.receive(bytes, 0, bytes.length);
    expect(passedOn()).toBe(bytes.latin1Slice());
  });

  it('takes no command after it was stopped', () => {
    let count = 0;
    const stream: CommandStream = new CommandStream({
      execute: () => {
        count++;
        stream.stop();
        return true;
      },
      applied: () => undefined,
    });
    stream.receive(script, 0, script.length);
    expect(count).toBe(1);
  });

  it('refuses what is no command', () => {
    const { stream } = recorder();
    const bytes = Buffer.from('hello there\r\n');
    expect(() => stream.receive(bytes, 0, bytes.length)).toThrow('not a command');
  });
});
