/** Redwing as a target: `createServer()` in this very process, so that a failing test can be stepped into. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from '@redwing/server';
import type { Settings, Target, TargetKind } from './target.ts';

/**
 * Starts Redwing on a free port, with DEBUG allowed and the snapshot in its folder loaded, as in the original beside it.
 * Without a folder it gets one for its lifetime: what SAVE writes is not to lie about.
 */
export async function startRedwing(settings: Settings = {}): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'redwing-target-'));
  const server = await createServer({
    port: 0,
    config: { 'enable-debug-command': 'yes', dir: folder, ...settings },
    loadSnapshot: 'dir' in settings,
  });
  return {
    name: 'redwing',
    port: server.port,
    residentBytes: () => process.memoryUsage.rss(),
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const redwing: TargetKind = { name: 'redwing', available: true, start: startRedwing };
