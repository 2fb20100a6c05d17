/** The dataset as a file. */
import { writeImage } from '@redwing/replication';
import type { Engine } from '../execution/engine.ts';
import { replaceFile } from '../replace-file.ts';
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
    compression: engine.configuration.values.rdbcompression,
  };
  replaceFile(target, (write) => writeImage(engine.keyspace, facts, write));
}
