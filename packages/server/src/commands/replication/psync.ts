/** How a connection becomes a replica: PSYNC, and SYNC from before there was partial resynchronisation. */
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** PSYNC replicationid offset [FAILOVER]: with FAILOVER, our primary hands its role over to us. */
export function psync(call: Call): void {
  if (call.session.kind !== 'replica' && call.count > 3 && call.is(3, 'FAILOVER')) takeOver(call);
  if (!mayBecomeReplica(call)) return;
  const next = call.integer(2);
  call.engine.replication.replicas.attach(call.session, { id: call.text(1), next });
}

function takeOver(call: Call): void {
  const { replication, surroundings } = call.engine;
  surroundings.log.warn(`Failover request received for replication id ${call.text(1)}`);
  if (!replication.isReplica) throw new CommandError("ERR PSYNC FAILOVER can't be sent to a master.");
  if (call.text(1).toLowerCase() !== replication.history.id) {
    throw new CommandError('ERR PSYNC FAILOVER replid must match my replid.');
  }
  replication.promote();
}

/** SYNC */
export function sync(call: Call): void {
  if (!mayBecomeReplica(call)) return;
  call.engine.replication.replicas.attach(call.session, undefined);
}

/** False for one that is a replica already, to which any answer would be a piece of the stream. */
function mayBecomeReplica({ engine, session, reply }: Call): boolean {
  if (session.kind === 'replica') return false;
  const { link } = engine.replication;
  if (link !== undefined && !link.isOnline) {
    throw new CommandError("NOMASTERLINK Can't SYNC while not connected with my master");
  }
  if (reply.length > 0) throw new CommandError('ERR SYNC and PSYNC are invalid with pending output');
  return true;
}
