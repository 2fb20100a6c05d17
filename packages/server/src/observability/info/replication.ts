/** INFO replication of a server without replicas or primary; `Information.provide` puts the real one in its place. */
import type { Engine } from '../../execution/engine.ts';
import type { Fields } from './section.ts';

const NO_REPLID = '0'.repeat(40);

export function replicationFields(engine: Engine): Fields {
  return [
    ['role', 'master'],
    ['connected_slaves', 0],
    ['master_failover_state', 'no-failover'],
    ['master_replid', engine.runId],
    ['master_replid2', NO_REPLID],
    ['master_repl_offset', 0],
    ['second_repl_offset', -1],
    ['repl_backlog_active', 0],
    ['repl_backlog_size', engine.configuration.values.replBacklogSize],
    ['repl_backlog_first_byte_offset', 0],
    ['repl_backlog_histlen', 0],
  ];
}
