/** The file that holds the process id while the server runs. */

import { rmSync, writeFileSync } from 'node:fs';

/** Writes it; returns what removes it again. @throws when it cannot be written. */
export function writePidFile(path: string, pid: number): () => void {
  writeFileSync(path, `${pid}\n`);
  return () => {
    rmSync(path, { force: true });
  };
}
