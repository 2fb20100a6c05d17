/** The configuration of the running server: CONFIG GET, SET, RESETSTAT and REWRITE. */
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** CONFIG GET parameter [parameter …]: names, or patterns of them. */
export function configGet(call: Call): void {
  const { reply } = call;
  const patterns = Array.from({ length: call.count - 2 }, (_, i) => call.text(i + 2));
  const found = call.engine.configuration.get(patterns);
  reply.map(found.length);
  for (const [name, text] of found) {
    reply.bulkText(name);
    reply.bulkText(text);
  }
}

/** CONFIG SET parameter value [parameter value …]: all of them or none. */
export function configSet(call: Call): void {
  if (call.count % 2 !== 0) throw errors.syntax;
  const { engine, session } = call;
  const pairs: [name: string, value: string][] = [];
  for (let i = 2; i < call.count; i += 2) pairs.push([call.text(i), call.text(i + 1)]);
  const refusal = engine.configuration.set(pairs, {
    loading: engine.loading,
    local: session.outbox.isLocal,
  });
  if (refusal !== undefined) throw new CommandError(refusal);
  call.reply.ok();
}

/** CONFIG RESETSTAT */
export function configResetstat(call: Call): void {
  const { engine } = call;
  engine.dispatcher.bookAll();
  engine.registry.resetStatistics();
  engine.statistics.reset();
  engine.sessions.received = 0;
  engine.sessions.refused = 0;
  engine.keyspace.hits = 0;
  engine.keyspace.misses = 0;
  engine.keyspace.expired = 0;
  engine.keyspace.expiredFields = 0;
  engine.keyEviction.resetStatistics();
  call.reply.ok();
}

/** CONFIG REWRITE */
export function configRewrite(call: Call): void {
  const refusal = call.engine.configuration.rewrite();
  if (refusal !== undefined) throw new CommandError(refusal);
  call.reply.ok();
}
