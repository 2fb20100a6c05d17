/** Directives of what the server tells about itself and its data: slow commands, latency, events, NOTIFY. */

import type { DirectiveTable } from '../directive.ts';
import { directive } from '../directive.ts';
import { yesNo } from '../syntax/choices.ts';
import { eventLetters } from '../syntax/event-classes.ts';
import { percentiles } from '../syntax/lists.ts';
import { integer, LONG_MAX, memory } from '../syntax/numbers.ts';

/** Settings of what the server tells about itself and its data. */
export interface ObservationSettings {
  /** Microseconds; -1 is off. */
  slowlogLogSlowerThan: number;
  slowlogMaxLen: number;
  /** Milliseconds; 0 is off. */
  latencyMonitorThreshold: number;
  latencyTracking: boolean;
  latencyTrackingInfoPercentiles: readonly number[];
  /** Bits of `eventClasses`. */
  notifyKeyspaceEvents: number;
  /** Bytes. */
  notifyMaxValueBytes: number;
  /** Bytes. */
  notifyBacklogSize: number;
  /** Seconds; 0 is forever. */
  notifyBacklogTtl: number;
}

/** The rows for {@link ObservationSettings}. */
export const observationDirectives: DirectiveTable<ObservationSettings> = {
  slowlogLogSlowerThan: directive(
    'slowlog-log-slower-than',
    integer(-1n, LONG_MAX, { unit: 'microseconds' }),
    '10000',
    { summary: 'SLOWLOG remembers commands that took longer; 0 remembers all, -1 none.' },
  ),
  slowlogMaxLen: directive('slowlog-max-len', integer(0n, LONG_MAX, { unit: 'entries' }), '128', {
    summary: 'Entries that SLOWLOG holds.',
  }),
  latencyMonitorThreshold: directive(
    'latency-monitor-threshold',
    integer(0n, LONG_MAX, { unit: 'milliseconds' }),
    '0',
    { summary: 'LATENCY remembers events that took at least this long; 0 remembers none.' },
  ),
  latencyTracking: directive('latency-tracking', yesNo(), 'yes', {
    summary: 'Keep the distribution of how long each command took, for INFO and LATENCY HISTOGRAM.',
  }),
  latencyTrackingInfoPercentiles: directive(
    'latency-tracking-info-percentiles',
    percentiles(),
    '50 99 99.9',
    { summary: 'Percentiles that INFO latencystats shows.' },
  ),
  notifyKeyspaceEvents: directive('notify-keyspace-events', eventLetters(), '', {
    summary:
      'Publish what happens to keys: K and E choose the channels (`__keyspace@0__:key`, ' +
      '`__keyevent@0__:event`), the other letters the kinds of events, A nearly all of them.',
  }),
  notifyMaxValueBytes: directive('notify-max-value-bytes', memory(0n, LONG_MAX), '64kb', {
    summary: 'Redwing only. Longest value that a NOTIFY message carries; longer ones are null.',
  }),
  notifyBacklogSize: directive('notify-backlog-size', memory(0n, LONG_MAX), '1mb', {
    summary: 'Redwing only. Memory for past changes, which `NOTIFY … SINCE` replays.',
  }),
  notifyBacklogTtl: directive('notify-backlog-ttl', integer(0n, LONG_MAX, { unit: 'seconds' }), '3600', {
    summary: 'Redwing only. How long past changes are kept after the last subscriber left; 0 is forever.',
  }),
};
