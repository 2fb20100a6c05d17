/** Redwing as a target: `createServer()` in this very process, so that a failing test can be stepped into. */

import { createServer } from '@redwing/server';
import type { Settings, Target, TargetKind } from './target.ts';

/** Starts Redwing on a free port, with DEBUG allowed and the snapshot in its folder loaded, as in the original beside it. */
export async function startRedwing(settings: Settings = {}): Promise<Target> {
  const server = await createServer({
    port: 0,
    config: { 'enable-debug-command': 'yes', ...settings },
    loadSnapshot: 'dir' in settings,
  });
  return {
    name: 'redwing',
    port: server.port,
    residentBytes: () => process.memoryUsage.rss(),
    close: () => server.close(),
  };
}

export const redwing: TargetKind = { name: 'redwing', available: true, start: startRedwing };
