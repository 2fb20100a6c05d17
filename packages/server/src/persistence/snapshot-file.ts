/**
 * The snapshot: the dataset as an RDB file, `dbfilename` in `dir`.
 *
 * Whatever happens while it is written, there is always a whole one: the old or the new. It is written on this thread
 * for now, in one go; a background writer that works from an image of the memory comes later.
 *
 * A file that cannot be read is never written over by the server's own doing: loading stops with an error that says
 * where it broke, and the server does not start.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { ImageLoader } from '@redwing/replication';
import { reasonOf } from '../errors.ts';
import type { Engine } from '../execution/engine.ts';
import { writeImageFile } from './image-file.ts';

const CHUNK_BYTES = 1024 * 1024;
/** How long save points wait after a failure, in ms. */
const RETRY_AFTER = 5000;

export class SnapshotFile {
  /** When the dataset was last saved, in ms since the epoch: the start of the server before the first time. */
  savedAt: number;
  /** How often it was saved. */
  saves = 0;
  /** Whether the last attempt succeeded, those of SAVE that failed left out: whoever asks for one is told. */
  lastSucceeded = true;
  /** How long the last save took, in seconds; -1 before the first. */
  lastSeconds = -1;
  /** How many keys were loaded at the start, and how many left out because their time had passed. */
  keysLoaded = 0;
  keysExpired = 0;
  private savedDirty = 0;
  /** When it was last tried on behalf of nobody who asked for it. */
  private triedAt = 0;
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
    this.savedAt = engine.keyspace.now;
    engine.onTick(() => this.saveWhenDue());
    engine.configuration.onChange('stopWritesOnBgsaveError', () => engine.refreshGuard());
    engine.configuration.onChange('save', () => engine.refreshGuard());
  }

  /** Whether nobody may write, because what is written could not be saved (`stop-writes-on-bgsave-error`). */
  get stopsWrites(): boolean {
    const { save, stopWritesOnBgsaveError } = this.engine.configuration.values;
    return !this.lastSucceeded && stopWritesOnBgsaveError && save.length > 0;
  }

  /** Changes that are in no snapshot yet. */
  get changes(): number {
    return this.engine.effects.dirty - this.savedDirty;
  }

  get path(): string {
    const { dbfilename, dir } = this.engine.configuration.values;
    return path.resolve(this.engine.configuration.resolvePath(dir), dbfilename);
  }

  /** As `save`, for whoever does not wait for it: if it fails, writes are stopped. */
  saveBehind(): boolean {
    this.triedAt = this.engine.keyspace.now;
    const succeeded = this.save();
    this.lastSucceeded = succeeded;
    this.engine.refreshGuard();
    return succeeded;
  }

  /** Saves the dataset; false when it could not be, which the log explains. */
  save(): boolean {
    const { engine } = this;
    const { log } = engine.surroundings;
    const begin = engine.surroundings.now();
    try {
      writeImageFile(engine, this.path);
    } catch (failure) {
      log.warn(
        `The dataset was not saved to ${this.path}: ${reasonOf(failure)}. The last snapshot stays as it was.`,
      );
      return false;
    }
    this.savedAt = engine.surroundings.now();
    this.savedDirty = engine.effects.dirty;
    this.saves++;
    this.lastSucceeded = true;
    engine.refreshGuard();
    this.lastSeconds = Math.floor((this.savedAt - begin) / 1000);
    log.info(`DB saved on disk: ${this.path}`);
    return true;
  }

  /** Reads the snapshot into the empty keyspace, if there is one. @throws Error when it cannot be read as a whole */
  load(): void {
    const { engine } = this;
    if (!existsSync(this.path)) return;
    const { size } = statSync(this.path);
    engine.surroundings.log.info(`Loading ${this.path} (${size} bytes)`);
    const loader = new ImageLoader(engine.keyspace, engine.configuration.values.replicaof === undefined);
    const file = openSync(this.path, 'r');
    engine.loading = true;
    try {
      const chunk = new Uint8Array(CHUNK_BYTES);
      let at = 0;
      let told = 0;
      for (let read = readSync(file, chunk); read > 0 && !loader.isDone; read = readSync(file, chunk)) {
        loader.write(chunk, 0, read);
        at += read;
        if (at - told < size / 10 || size < 64 * CHUNK_BYTES) continue;
        told = at;
        engine.surroundings.log.info(`Loading: ${Math.floor((at * 100) / size)} %`);
      }
      if (!loader.isDone) throw new Error(`the file ends at byte ${at}, in the middle of the data`);
    } catch (failure) {
      engine.keyspace.clear();
      throw new Error(
        `${this.path} cannot be loaded: ${reasonOf(failure)}. It has been left as it is: put a whole copy in its ` +
          'place, or move it away to start with nothing.',
        { cause: failure },
      );
    } finally {
      closeSync(file);
      engine.loading = false;
    }
    this.keysLoaded = loader.keysLoaded;
    this.keysExpired = loader.keysExpired;
    const expired = this.keysExpired === 0 ? '' : `, ${this.keysExpired} left out whose time has passed`;
    engine.surroundings.log.info(`DB loaded from disk: ${this.keysLoaded} keys${expired}`);
  }

  /** Keeps the promises of `save 900 1` and the like; after a failure it waits before it tries again. */
  private saveWhenDue(): void {
    const { changes } = this;
    if (changes === 0) return;
    const { keyspace, configuration } = this.engine;
    if (!this.lastSucceeded && keyspace.now - this.triedAt <= RETRY_AFTER) return;
    const seconds = (keyspace.now - this.savedAt) / 1000;
    const isDue = configuration.values.save.some(
      (point) => changes >= point.changes && seconds >= point.seconds,
    );
    if (isDue) this.saveBehind();
  }
}
