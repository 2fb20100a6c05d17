/**
 * The latency monitor: when something took at least `latency-monitor-threshold` milliseconds, and how long.
 *
 * For each kind of event it keeps the last 160 moments, one a second: of two in the same second the worse stays.
 */
import { CommandFlag } from '@redwing/protocol';
import type { Engine } from '../execution/engine.ts';
import type { CommandEntry } from '../execution/registry.ts';

const SAMPLES_MAX = 160;

export interface LatencySample {
  /** Seconds since the epoch. */
  readonly time: number;
  /** Milliseconds. */
  readonly latency: number;
}

export class LatencyEvent {
  /** The oldest first; never empty. */
  readonly samples: LatencySample[] = [];
  /** The worst ever, in milliseconds. */
  worst = 0;

  get latest(): LatencySample {
    return this.samples.at(-1) ?? { time: 0, latency: 0 };
  }

  add(time: number, latency: number): void {
    this.worst = Math.max(this.worst, latency);
    const { latest, samples } = this;
    if (samples.length > 0 && latest.time === time) {
      samples[samples.length - 1] = { time, latency: Math.max(latency, latest.latency) };
      return;
    }
    samples.push({ time, latency });
    if (samples.length > SAMPLES_MAX) samples.shift();
  }
}

export class LatencyMonitor {
  readonly events: Map<string, LatencyEvent> = new Map();
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Notes a command, if it was slow enough. */
  noteCommand(entry: CommandEntry, microseconds: number): void {
    this.note((entry.flags & CommandFlag.fast) !== 0 ? 'fast-command' : 'command', microseconds);
  }

  /** Notes an event, if it took long enough. */
  note(name: string, microseconds: number): void {
    const threshold = this.engine.configuration.values.latencyMonitorThreshold;
    const latency = Math.floor(microseconds / 1000);
    if (threshold === 0 || latency < threshold) return;
    let event = this.events.get(name);
    if (event === undefined) {
      event = new LatencyEvent();
      this.events.set(name, event);
    }
    event.add(Math.floor(this.engine.keyspace.now / 1000), latency);
  }

  /** Forgets the events named, or all; returns how many there were. */
  reset(names: readonly string[]): number {
    if (names.length > 0) return names.filter((name) => this.events.delete(name)).length;
    const count = this.events.size;
    this.events.clear();
    return count;
  }
}
