/**
 * The transcripts in this folder, played on the original, where they must hold as they stand, and on Redwing.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { redis } from '../../support/redis-server.ts';
import { redwing } from '../../support/redwing.ts';
import { play } from './player.ts';
import type { ExpectedReply, Transcript } from './transcript.ts';
import { formatReply, parseTranscript } from './transcript.ts';

const folder = import.meta.dirname;

const transcripts = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => [name, parseTranscript(readFileSync(join(folder, name), 'latin1'))] as const);

/** A conversation as it stands in a file, so that a difference reads like one. */
function conversation(transcript: Transcript, replies: readonly (readonly ExpectedReply[])[]): string {
  const blocks = transcript.exchanges.map(({ lines }, index) =>
    [...lines, '---', ...(replies[index] ?? []).map(formatReply)].join('\n'),
  );
  return blocks.join('\n\n');
}

describe.each([redis, redwing])('$name', (kind) => {
  const played = transcripts.filter(([, { only }]) => only === undefined || only === kind.name);
  for (const protocol of ['RESP2', 'RESP3'] as const) {
    it.skipIf(!kind.available).each(played)(`answers as in %s (${protocol})`, async (_, transcript) => {
      const server = await kind.start(transcript.settings);
      const { exchanges, surplus } = await play(server, transcript, protocol);
      await server.close();
      const expected = transcript.exchanges.map((exchange) => exchange.expected[protocol]);
      expect(conversation(transcript, exchanges)).toBe(conversation(transcript, expected));
      expect(surplus, 'said more than expected').toEqual([]);
    });
  }
});
