/** Latency for people: LATENCY GRAPH and LATENCY DOCTOR. */
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { LatencyEvent, LatencySample } from '../../observability/latency-monitor.ts';

const ROWS = 4;
const COLUMNS = 80;

/** LATENCY GRAPH event: a column for each sample, with its age below. */
export function latencyGraph(call: Call): void {
  const name = call.text(2);
  const event = call.engine.latency.events.get(name);
  if (event === undefined) throw new CommandError(`ERR No samples available for event '${name}'`);
  const shown = event.samples.slice(-COLUMNS);
  const latencies = shown.map(({ latency }) => latency);
  const high = Math.max(...latencies);
  const low = Math.min(...latencies);
  const lines = [
    `${name} - high ${high} ms, low ${low} ms (all time high ${event.worst} ms)`,
    '-'.repeat(COLUMNS),
    ...bars(latencies, low, high),
    '',
    ...ages(shown, Math.floor(call.now / 1000)),
  ];
  call.reply.verbatim(`${lines.join('\n')}\n`, 'txt');
}

/** Rows of the picture, the highest first. */
function bars(latencies: readonly number[], low: number, high: number): string[] {
  const heights = latencies.map((latency) =>
    high === low ? 0 : Math.round(((latency - low) / (high - low)) * (ROWS - 1)),
  );
  return Array.from({ length: ROWS }, (_, row) => {
    const level = ROWS - 1 - row;
    const signs = heights.map((height) => (height === level ? '#' : height > level ? '|' : ' '));
    return signs.join('').replaceAll('#', level === 0 ? '_' : '#');
  });
}

/** How long ago each sample was, written downwards under its column. */
function ages(samples: readonly LatencySample[], now: number): string[] {
  const labels = samples.map(({ time }) => ageText(Math.max(0, now - time)));
  const height = Math.max(...labels.map((label) => label.length));
  return Array.from({ length: height }, (_, row) => labels.map((label) => label[row] ?? ' ').join(''));
}

function ageText(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

/** LATENCY DOCTOR */
export function latencyDoctor(call: Call): void {
  const { latency, configuration } = call.engine;
  const lines: string[] = [];
  if (configuration.values.latencyMonitorThreshold === 0 && latency.events.size === 0) {
    lines.push(
      'Latency is not being watched. CONFIG SET latency-monitor-threshold <milliseconds> makes the server remember ' +
        'what takes that long.',
    );
  } else if (latency.events.size === 0) {
    lines.push('Nothing has been slow so far.');
  } else {
    for (const [name, event] of latency.events) lines.push(diagnosis(name, event));
    lines.push(
      'SLOWLOG GET shows which commands were slow. Commands that walk a whole keyspace or a large value (KEYS, ' +
        'SORT, deleting or reading very large values) hold everybody up: use SCAN and smaller values.',
    );
  }
  call.reply.verbatim(`${lines.join('\n')}\n`, 'txt');
}

function diagnosis(name: string, { samples, worst }: LatencyEvent): string {
  const sum = samples.reduce((total, { latency }) => total + latency, 0);
  const times = samples.length === 1 ? 'once' : `${samples.length} times`;
  return `${name}: slow ${times}, ${Math.round(sum / samples.length)} ms on average, ${worst} ms at worst.`;
}
