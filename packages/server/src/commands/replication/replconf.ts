/** REPLCONF: what a replica and its primary tell each other beside the stream. */
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const ADDRESS_BYTES_MAX = 255;

/** REPLCONF [option value …] */
export function replconf(call: Call): void {
  if (call.count % 2 === 0) throw errors.syntax;
  for (let index = 1; index < call.count; index += 2) {
    if (call.is(index, 'ACK')) {
      acknowledge(call, index + 1);
      return;
    }
    // The primary asks its replica within the stream; from anybody else it means nothing.
    if (call.is(index, 'GETACK')) return;
    readOption(call, index);
  }
  call.reply.ok();
}

function readOption(call: Call, index: number): void {
  const { replica } = call.engine.replication.replicas.of(call.session);
  if (call.is(index, 'LISTENING-PORT')) {
    replica.listeningPort = call.integer(index + 1);
  } else if (call.is(index, 'IP-ADDRESS')) {
    const address = call.text(index + 1);
    if (address.length > ADDRESS_BYTES_MAX) {
      throw new CommandError(
        `ERR REPLCONF ip-address provided by replica instance is too long: ${address.length} bytes`,
      );
    }
    replica.announcedAddress = address;
  } else if (call.is(index, 'CAPA')) {
    if (call.is(index + 1, 'EOF')) replica.takesMark = true;
    else if (call.is(index + 1, 'PSYNC2')) replica.takesNewId = true;
  } else if (call.is(index, 'RDB-ONLY')) {
    replica.imageOnly = call.integer(index + 1) === 1;
  } else if (!call.is(index, 'VERSION')) {
    throw new CommandError(`ERR Unrecognized REPLCONF option: ${call.text(index)}`);
  }
}

function acknowledge(call: Call, index: number): void {
  if (call.session.kind !== 'replica') return;
  const offset = Number(call.text(index));
  if (Number.isSafeInteger(offset)) call.engine.replication.replicas.acknowledge(call.session, offset);
}
