/** The dataset as a file: written whole, flushed to the disk, put in place last. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { writeImage } from '@redwing/replication';
import type { Engine } from '../execution/engine.ts';
import { REDIS_VERSION } from '../versions.ts';

/**
 * Writes the dataset as an RDB file. Whatever happens, what stood at `target` is there until the new file is whole.
 *
 * @throws Error when it cannot be written; nothing of it is left then
 */
export function writeImageFile(engine: Engine, target: string): void {
  const facts = {
    version: REDIS_VERSION,
    streamDatabase: 0,
    id: engine.runId,
    offset: 0,
    revision: engine.effects.revision,
  };
  replaceFile(target, (write) => writeImage(engine.keyspace, facts, write));
}

/**
 * Replaces a file by what `fill` writes, as one step: beside it first, then onto the disk, then in its place.
 *
 * @throws Error when it cannot be written; nothing of it is left then, and the old file stays as it was
 */
export function replaceFile(target: string, fill: (write: (bytes: Uint8Array) => void) => void): void {
  const temporary = path.join(path.dirname(target), `temp-${process.pid}-${path.basename(target)}`);
  const file = openSync(temporary, 'w', 0o644);
  try {
    try {
      fill((bytes) => {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      });
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (failure) {
    rmSync(temporary, { force: true });
    throw failure;
  }
}

/** What went wrong, in words. */
export function reasonOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
