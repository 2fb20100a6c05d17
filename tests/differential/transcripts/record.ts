/**
 * Writes into transcripts what redis-server answers, so that a new one is written by typing its requests:
 *
 *     tsx tests/differential/transcripts/record.ts [file …]
 *
 * Read what it wrote before it becomes law. Replies that already match a line with placeholders keep that
 * line.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startRedis } from '../../support/redis-server.ts';
import { Stage } from './player.ts';
import { renderFrame } from './rendering.ts';
import type { Exchange, ExpectedReply, Protocol, Transcript } from './transcript.ts';
import { formatTranscript, isExpected, parseTranscript } from './transcript.ts';

/** The original answers at once; whoever records is there to see if it did not. */
const quietMs = 60;

const folder = import.meta.dirname;
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => join(folder, name));

for (const path of process.argv.length > 2 ? process.argv.slice(2) : all) {
  const transcript = parseTranscript(readFileSync(path, 'latin1'));
  if (transcript.only === undefined || transcript.only === 'redis-server') await record(path, transcript);
}

async function record(path: string, transcript: Transcript): Promise<void> {
  const heard: Record<Protocol, ExpectedReply[][]> = { RESP2: [], RESP3: [] };
  for (const protocol of ['RESP2', 'RESP3'] as const) {
    const server = await startRedis(transcript.settings);
    const stage = new Stage(server.port, protocol);
    const over = new Set<string>();
    for (const exchange of transcript.exchanges) {
      await stage.send(exchange);
      heard[protocol].push(await hearAll(stage, exchange, protocol, over));
    }
    await server.close();
  }
  const replies = (index: number, protocol: Protocol) => heard[protocol][index] ?? [];
  writeFileSync(path, formatTranscript(transcript, replies), 'latin1');
}

/** Whatever the clients hear until all of them have heard nothing for a while. */
async function hearAll(
  stage: Stage,
  exchange: Exchange,
  protocol: Protocol,
  over: Set<string>,
): Promise<ExpectedReply[]> {
  const replies: ExpectedReply[] = [];
  for (const client of stage.clients) {
    const connection = await stage.connection(client);
    const { frames, end } = await connection.receiveAll(quietMs);
    for (const frame of frames) replies.push({ client, text: renderFrame(frame) });
    if (end === 'closed' && !over.has(client)) replies.push({ client, text: '(closed)' });
    if (end === 'closed') over.add(client);
  }
  return replies.map((reply, index) => {
    const before = exchange.expected[protocol][index];
    return before?.client === reply.client && isExpected(before.text, reply.text) ? before : reply;
  });
}
