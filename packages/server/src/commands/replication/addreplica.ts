/** Redwing's own way to make replicas, from the primary's side: ADDREPLICA, REMOVEREPLICA. */
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { HostAndPort } from '../../replication/address.ts';
import { parseAddress } from '../../replication/address.ts';

/** ADDREPLICA host:port. Answers when the link is up. */
export function addreplica(call: Call): void {
  call.engine.replication.added.add(call.session, targetOf(call));
}

/** REMOVEREPLICA host:port. Answers when the replica has left. */
export function removereplica(call: Call): void {
  // It has to ask another server, and a transaction cannot wait.
  if (call.session.transaction !== undefined) throw errors.notInTransaction;
  call.engine.replication.added.remove(call.session, targetOf(call));
}

function targetOf(call: Call): HostAndPort {
  const target = parseAddress(call.text(1));
  if (target === undefined) {
    throw new CommandError('ERR invalid address: expected host:port with a port from 1 to 65535');
  }
  return target;
}
