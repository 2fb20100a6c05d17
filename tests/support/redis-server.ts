/** The original, which everything is measured against: redis-server 7.0, if it is on PATH. */

import { spawnSync } from 'node:child_process';
import { spawnServer } from './spawned-server.ts';
import type { Settings, Target, TargetKind } from './target.ts';

/** Whether a redis-server of the version that Redwing is held against is installed. */
export const redisAvailable: boolean = isInstalled();

function isInstalled(): boolean {
  const version = spawnSync('redis-server', ['--version'], { encoding: 'latin1' }).stdout ?? '';
  if (/v=7\.0\./.test(version)) return true;
  process.stderr.write('redis-server 7.0 is not on PATH: what compares Redwing with it is skipped\n');
  return false;
}

/** Starts one that saves nothing and lets DEBUG be used. */
export function startRedis(settings: Settings = {}): Promise<Target> {
  const defaults = { save: '', appendonly: 'no', 'enable-debug-command': 'yes' };
  const words = Object.entries({ ...defaults, ...settings }).flatMap(([name, value]) => [`--${name}`, value]);
  return spawnServer('redis-server', 'redis-server', ['--port', '{port}', '--bind', '127.0.0.1', ...words]);
}

export const redis: TargetKind = { name: 'redis-server', available: redisAvailable, start: startRedis };
