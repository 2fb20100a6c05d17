/**
 * The slow log: the latest commands that took at least `slowlog-log-slower-than` microseconds.
 *
 * Entries are kept up to `slowlog-max-len`, and long requests are cut as Redis cuts them, so that its memory is
 * bounded whatever clients send. Quick commands are measured one by one only when the threshold is below
 * `EACH_BELOW`: above, one of them would have to be a thousand times slower than usual to be missed.
 */
import type { Request } from '@redwing/protocol';
import { CommandFlag } from '@redwing/protocol';
import type { Session } from '../connections/session.ts';
import type { Engine } from '../execution/engine.ts';
import type { CommandEntry } from '../execution/registry.ts';
import { REDACTED, secretsIn } from './redaction.ts';

const ARGUMENTS_MAX = 32;
const ARGUMENT_BYTES_MAX = 128;
/** Microseconds. */
const EACH_BELOW = 1000;

export interface SlowEntry {
  /** Grows over the life of the server. */
  readonly id: number;
  /** When it ran, in seconds since the epoch. */
  readonly time: number;
  readonly microseconds: number;
  /** Byte strings, a character a byte. */
  readonly args: readonly string[];
  readonly address: string;
  readonly clientName: string;
}

export class SlowLog {
  private entries: SlowEntry[] = [];
  private nextId = 0;
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
    const { configuration } = engine;
    configuration.onChange('slowlogLogSlowerThan', () => this.adjust());
    configuration.onChange('slowlogMaxLen', () => this.trim());
    this.adjust();
  }

  get length(): number {
    return this.entries.length;
  }

  /** The latest entries first, at most `count`. */
  latest(count: number): readonly SlowEntry[] {
    return this.entries.slice(Math.max(0, this.entries.length - count)).reverse();
  }

  clear(): void {
    this.entries = [];
  }

  /** Takes a command in if it was slow. */
  note(session: Session, entry: CommandEntry, request: Request, microseconds: number): void {
    const threshold = this.engine.configuration.values.slowlogLogSlowerThan;
    if (threshold < 0 || microseconds < threshold) return;
    if ((entry.flags & CommandFlag.skip_slowlog) !== 0) return;
    this.entries.push({
      id: this.nextId++,
      time: Math.floor(this.engine.keyspace.now / 1000),
      microseconds: Math.floor(microseconds),
      args: shownArguments(request, secretsIn(entry, request, this.engine.configuration)),
      address: session.outbox.remoteAddress,
      clientName: session.name,
    });
    this.trim();
  }

  private trim(): void {
    const excess = this.entries.length - this.engine.configuration.values.slowlogMaxLen;
    if (excess > 0) this.entries.splice(0, excess);
  }

  private adjust(): void {
    const threshold = this.engine.configuration.values.slowlogLogSlowerThan;
    this.engine.dispatcher.measuresEach = threshold >= 0 && threshold < EACH_BELOW;
  }
}

function shownArguments(request: Request, secrets: ReadonlySet<number>): string[] {
  const shown = Math.min(request.count, ARGUMENTS_MAX);
  const args = Array.from({ length: shown }, (_, index) =>
    secrets.has(index) ? REDACTED : shownArgument(request, index),
  );
  const hidden = request.count - ARGUMENTS_MAX + 1;
  if (request.count > ARGUMENTS_MAX) args[ARGUMENTS_MAX - 1] = `... (${hidden} more arguments)`;
  return args;
}

function shownArgument(request: Request, index: number): string {
  const length = request.length(index);
  const start = request.start(index);
  const kept = request.bytes.subarray(start, start + Math.min(length, ARGUMENT_BYTES_MAX));
  const text = Buffer.from(kept).latin1Slice();
  const more = length - kept.length;
  return more === 0 ? text : `${text}... (${more} more bytes)`;
}
