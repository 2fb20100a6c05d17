/** INFO clients: who is connected. */
import type { Engine } from '../../execution/engine.ts';
import type { Fields } from './section.ts';

export function clientsFields(engine: Engine): Fields {
  let connected = 0;
  let blocked = 0;
  let input = 0;
  let output = 0;
  for (const session of engine.sessions) {
    if (session.kind !== 'replica') connected++;
    if (session.blocked) blocked++;
    input = Math.max(input, session.outbox.queryBytes);
    output = Math.max(output, session.outbox.pendingBytes);
  }
  return [
    ['connected_clients', connected],
    ['cluster_connections', 0],
    ['maxclients', engine.configuration.values.maxclients],
    ['client_recent_max_input_buffer', input],
    ['client_recent_max_output_buffer', output],
    ['blocked_clients', blocked],
    ['tracking_clients', engine.tracking.clientCount],
    ['clients_in_timeout_table', engine.blocking.timedCount],
  ];
}
