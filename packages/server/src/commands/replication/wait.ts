/** WAIT: until enough replicas have what was written. */
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const timeoutNotInteger = new CommandError('ERR timeout is not an integer or out of range');

/** WAIT numreplicas timeout: the timeout is in milliseconds, 0 waits for as long as it takes. */
export function wait(call: Call): void {
  const { engine, session, reply } = call;
  const { replication } = engine;
  if (replication.isReplica) {
    throw new CommandError(
      'ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is configured ' +
        'to be writable (which is not the default) writes to replicas are just local and are not propagated.',
    );
  }
  const wanted = Number(call.int64(1));
  const timeout = Number(call.int64(2, timeoutNotInteger));
  if (timeout < 0) throw new CommandError('ERR timeout is negative');
  const { offset } = replication.history;
  const count = replication.replicas.countAt(offset);
  // Within a transaction nothing can be waited for.
  if (count >= wanted || session.transaction !== undefined) reply.integer(count);
  else replication.waiting.add(session, offset, wanted, timeout);
}
