/**
 * The files of the append-only file: `appenddirname` in `dir`, with a manifest that says what is read.
 *
 * So far only the base is written, by BGREWRITEAOF: the whole dataset as an RDB file, which is the append-only file in
 * its shortest form. Commands are not appended yet, so it stays as it is until the next rewrite.
 *
 * The manifest is replaced after the new base is on the disk and before the files that it replaces go: whatever
 * happens in between, the manifest names files that are there and whole.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../../errors.ts';
import type { Engine } from '../../execution/engine.ts';
import { replaceFile } from '../../replace-file.ts';
import { writeImageFile } from '../image-file.ts';
import type { LogFile } from './manifest.ts';
import { formatManifest, parseManifest } from './manifest.ts';

export class LogFiles {
  /** How often a rewrite was begun. */
  rewrites = 0;
  /** How many rewrites have failed since the last that succeeded. */
  failures = 0;
  /** How long the last rewrite took, in seconds; -1 before the first. */
  lastSeconds = -1;
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Where the manifest and the files that it names are. */
  get directory(): string {
    const { configuration } = this.engine;
    return path.resolve(
      configuration.resolvePath(configuration.values.dir),
      configuration.values.appenddirname,
    );
  }

  /** Writes the dataset as the new base, in place of all files before it; false when that failed, as the log explains. */
  rewrite(): boolean {
    const { log, now } = this.engine.surroundings;
    const begin = now();
    this.rewrites++;
    try {
      this.replaceAll();
    } catch (failure) {
      this.failures++;
      log.warn(
        `The append-only file was not rewritten in ${this.directory}: ${reasonOf(failure)}. It stays as it was.`,
      );
      return false;
    }
    this.failures = 0;
    this.lastSeconds = Math.floor((now() - begin) / 1000);
    log.info(`Append-only file rewritten: ${this.directory}`);
    return true;
  }

  private replaceAll(): void {
    mkdirSync(this.directory, { recursive: true });
    const before = this.readManifest();
    const base = this.nextBase(before);
    writeImageFile(this.engine, this.pathOf(base.name));
    try {
      this.writeManifest(this.keepsHistory ? [base, ...before.map(asHistory)] : [base]);
    } catch (failure) {
      rmSync(this.pathOf(base.name), { force: true });
      throw failure;
    }
    if (!this.keepsHistory) for (const file of before) this.discard(file);
  }

  /** The base after those of the manifest; a name that something else has taken is passed over. */
  private nextBase(before: readonly LogFile[]): LogFile {
    const { appendfilename } = this.engine.configuration.values;
    let sequence = Math.max(0, ...before.filter(({ type }) => type === 'b').map((file) => file.sequence)) + 1;
    const nameOf = (number: number): string => `${appendfilename}.${number}.base.rdb`;
    while (existsSync(this.pathOf(nameOf(sequence)))) sequence++;
    return { name: nameOf(sequence), sequence, type: 'b' };
  }

  /** Deletes a file that is no longer named; one that cannot be deleted does no harm. */
  private discard({ name }: LogFile): void {
    try {
      rmSync(this.pathOf(name), { force: true });
    } catch (failure) {
      this.engine.surroundings.log.warn(`${this.pathOf(name)} was not deleted: ${reasonOf(failure)}`);
    }
  }

  private get keepsHistory(): boolean {
    return this.engine.configuration.values.aofDisableAutoGc;
  }

  private get manifestPath(): string {
    return this.pathOf(`${this.engine.configuration.values.appendfilename}.manifest`);
  }

  private readManifest(): LogFile[] {
    return existsSync(this.manifestPath) ? parseManifest(readFileSync(this.manifestPath, 'latin1')) : [];
  }

  private writeManifest(files: readonly LogFile[]): void {
    replaceFile(this.manifestPath, (write) => write(Buffer.from(formatManifest(files), 'latin1')));
  }

  private pathOf(name: string): string {
    return path.join(this.directory, name);
  }
}

function asHistory(file: LogFile): LogFile {
  return { ...file, type: 'h' };
}
