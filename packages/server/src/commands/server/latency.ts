/** What was slow, and how often: LATENCY LATEST, HISTORY, RESET, HISTOGRAM. Drawings are in latency-report.ts. */
import type { Call } from '../../execution/call.ts';
import type { CommandEntry } from '../../execution/registry.ts';

/** LATENCY LATEST */
export function latencyLatest(call: Call): void {
  const { reply } = call;
  const { events } = call.engine.latency;
  reply.array(events.size);
  for (const [name, { latest, worst }] of events) {
    reply.array(4);
    reply.bulkText(name);
    reply.integer(latest.time);
    reply.integer(latest.latency);
    reply.integer(worst);
  }
}

/** LATENCY HISTORY event */
export function latencyHistory(call: Call): void {
  const { reply } = call;
  const samples = call.engine.latency.events.get(call.text(2))?.samples ?? [];
  reply.array(samples.length);
  for (const { time, latency } of samples) {
    reply.array(2);
    reply.integer(time);
    reply.integer(latency);
  }
}

/** LATENCY RESET [event …] */
export function latencyReset(call: Call): void {
  const names = Array.from({ length: call.count - 2 }, (_, i) => call.text(i + 2));
  call.reply.integer(call.engine.latency.reset(names));
}

/** LATENCY HISTOGRAM [command …]: a container stands for all of its subcommands. */
export function latencyHistogram(call: Call): void {
  const { reply } = call;
  call.engine.dispatcher.bookAll();
  const shown = wantedEntries(call).filter(({ latency }) => latency.count > 0);
  reply.map(shown.length);
  for (const { name, latency } of shown) {
    reply.bulkText(name);
    reply.map(2);
    reply.bulkText('calls');
    reply.integer(latency.count);
    reply.bulkText('histogram_usec');
    const pairs = latency.cumulative();
    reply.map(pairs.length);
    for (const [limit, count] of pairs) {
      reply.integer(limit);
      reply.integer(count);
    }
  }
}

function wantedEntries(call: Call): readonly CommandEntry[] {
  const { registry } = call.engine;
  if (call.count === 2) return registry.all;
  const wanted: CommandEntry[] = [];
  for (let i = 2; i < call.count; i++) {
    const found = registry.findName(call.text(i));
    if (found === undefined) continue;
    wanted.push(found, ...registry.all.filter(({ facts }) => facts.container === found.facts));
  }
  return wanted;
}
