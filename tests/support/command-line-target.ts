/** Any server as a target, from the command line that starts it: `redwing-server --port {port}`. */

import { spawnServer } from './spawned-server.ts';
import type { Settings, TargetKind } from './target.ts';

/** `{port}` in the line stands for the port; settings are appended as `--directive value`. */
export function commandLineTarget(line: string): TargetKind {
  const [program, ...options] = line.split(/\s+/).filter((word) => word !== '');
  if (program === undefined || !line.includes('{port}')) {
    throw new Error(`a target is a command line with {port} in it, not "${line}"`);
  }
  const start = (settings: Settings = {}) => {
    const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    return spawnServer(program, program, [...options, ...words]);
  };
  return { name: program, available: true, start };
}
