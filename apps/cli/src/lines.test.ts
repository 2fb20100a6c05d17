import { expect, test } from 'vitest';
import { linesOf } from './lines.ts';

async function read(...chunks: string[]): Promise<string[]> {
  async function* source(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk, 'latin1'));
  }
  const lines: string[] = [];
  for await (const line of linesOf(source())) lines.push(Buffer.from(line).toString('latin1'));
  return lines;
}

test('lines come whole, wherever the chunks were cut', async () => {
  const text = 'PING\n\nSET a \u00ff\r\nGET a';
  const lines = ['PING', '', 'SET a \u00ff\r', 'GET a'];
  expect(await read(text)).toEqual(lines);
  expect(await read(...text)).toEqual(lines);
  expect(await read(`${text}\n`)).toEqual(lines);
  expect(await read()).toEqual([]);
});
