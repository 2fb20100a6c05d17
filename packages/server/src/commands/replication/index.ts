/** The handlers of replication. */
import type { Handler } from '../../execution/call.ts';
import { addreplica, removereplica } from './addreplica.ts';
import { failover } from './failover.ts';
import { psync, sync } from './psync.ts';
import { replconf } from './replconf.ts';
import { replicaof, role } from './replicaof.ts';
import { wait } from './wait.ts';

export const replication: Readonly<Record<string, Handler>> = {
  addreplica,
  failover,
  psync,
  removereplica,
  replconf,
  replicaof,
  role,
  slaveof: replicaof,
  sync,
  wait,
};
