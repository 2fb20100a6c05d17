/** FAILOVER: one of the replicas becomes the primary. How is in replication/failover.ts. */
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { endpointOf } from '../../replication/replicas.ts';

interface Options {
  host: string;
  port: number;
  /** In ms; 0 is for ever. */
  timeout: number;
  force: boolean;
}

/** FAILOVER [TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds] */
export function failover(call: Call): void {
  const { engine, reply } = call;
  const { replication } = engine;
  if (call.count === 2 && call.is(1, 'ABORT')) {
    if (!replication.failover.isUnderWay) throw new CommandError('ERR No failover in progress.');
    replication.failover.abort('a client asked for that');
    reply.ok();
    return;
  }
  const { host, port, timeout, force } = readOptions(call);
  if (replication.failover.isUnderWay) throw new CommandError('ERR FAILOVER already in progress.');
  if (replication.isReplica) {
    throw new CommandError('ERR FAILOVER is not valid when server is a replica.');
  }
  if (replication.replicas.attached.length === 0) {
    throw new CommandError('ERR FAILOVER requires connected replicas.');
  }
  if (force && (timeout === 0 || host === '')) {
    throw new CommandError('ERR FAILOVER with force option requires both a timeout and target HOST and IP.');
  }
  if (host !== '') requireReplica(call, host, port);
  replication.failover.begin({
    target: host === '' ? undefined : { host, port },
    deadline: timeout === 0 ? Number.POSITIVE_INFINITY : engine.surroundings.now() + timeout,
    force,
  });
  reply.ok();
}

function readOptions(call: Call): Options {
  const options: Options = { host: '', port: 0, timeout: 0, force: false };
  for (let i = 1; i < call.count; i++) {
    if (call.is(i, 'TIMEOUT') && i + 1 < call.count && options.timeout === 0) {
      options.timeout = call.rounded(++i);
      if (options.timeout <= 0) throw new CommandError('ERR FAILOVER timeout must be greater than 0');
    } else if (call.is(i, 'TO') && i + 2 < call.count && options.host === '') {
      options.host = call.text(i + 1);
      options.port = call.rounded(i + 2);
      i += 2;
    } else if (call.is(i, 'FORCE') && !options.force) {
      options.force = true;
    } else throw errors.syntax;
  }
  return options;
}

function requireReplica({ engine }: Call, host: string, port: number): void {
  const found = engine.replication.replicas.attached.find((connection) => {
    const endpoint = endpointOf(connection);
    return endpoint.host === host && endpoint.port === port;
  });
  if (found === undefined) {
    throw new CommandError('ERR FAILOVER target HOST and PORT is not a replica.');
  }
  if (found.replica.state !== 'online') {
    throw new CommandError('ERR FAILOVER target replica is not online.');
  }
}
