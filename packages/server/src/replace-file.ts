/** Replacing a file as one step, so that a crash leaves the old one or the new one, whole. */
import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** What a new file may be used for, as far as the process's umask lets it. */
const MODE_NEW = 0o644;

/**
 * Puts a file with what `fill` writes in the place of `target`: it is written beside it, forced onto the disk, and then
 * given its name. `mode` are the permissions it is to have; left out, those of a new file.
 *
 * @throws what `fill` and `node:fs` throw; then nothing is left of it, and the old file is as it was
 */
export function replaceFile(
  target: string,
  fill: (write: (bytes: Uint8Array) => void) => void,
  mode?: number,
): void {
  const folder = path.dirname(target);
  const temporary = path.join(folder, `temp-${process.pid}-${path.basename(target)}`);
  const file = openSync(temporary, 'w', mode ?? MODE_NEW);
  try {
    try {
      fill((bytes) => {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      });
      if (mode !== undefined) fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (failure) {
    rmSync(temporary, { force: true });
    throw failure;
  }
  forceNames(folder);
}

/**
 * Forces onto the disk which files a folder has: what is removed after this must not come back in place of the new. Where
 * the system opens no folders or cannot force them, the order is its own affair.
 */
function forceNames(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // The new file is in its place and whole.
  }
}
