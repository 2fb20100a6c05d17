/** Whom this server follows: REPLICAOF, SLAVEOF, ROLE. */
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { writeRole } from '../../replication/report.ts';

const PORT_MAX = 65_535;

/** REPLICAOF host port | NO ONE */
export function replicaof(call: Call): void {
  const { replication, surroundings } = call.engine;
  if (replication.failover.isUnderWay) {
    throw new CommandError('ERR REPLICAOF not allowed while failing over.');
  }
  if (call.is(1, 'NO') && call.is(2, 'ONE')) {
    if (replication.isReplica) {
      surroundings.log.info(`REPLICAOF NO ONE from client ${call.session.outbox.remoteAddress}`);
      replication.promote();
    }
    call.reply.ok();
    return;
  }
  if (call.session.kind === 'replica') {
    throw new CommandError('ERR Command is not valid when client is a replica.');
  }
  const invalid = new CommandError('ERR Invalid master port');
  const port = call.integer(2, invalid);
  if (port < 0 || port > PORT_MAX) throw invalid;
  const host = call.text(1);
  const current = replication.link?.address;
  if (current !== undefined && current.host.toLowerCase() === host.toLowerCase() && current.port === port) {
    call.reply.simple('OK Already connected to specified master');
    return;
  }
  surroundings.log.info(`REPLICAOF ${host} ${port} from client ${call.session.outbox.remoteAddress}`);
  replication.follow({ host, port });
  call.reply.ok();
}

/** ROLE */
export function role(call: Call): void {
  writeRole(call.engine, call.reply);
}
