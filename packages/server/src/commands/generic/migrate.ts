/** MIGRATE: moves keys to another server. What happens to them on the way is in migration/migrations.ts. */
import { encodedBytes, encodeRequest } from '@redwing/protocol';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { Parcel } from '../../migration/migrations.ts';
import { payloadOf } from './dump.ts';

const TIMEOUT_MS_DEFAULT = 1000;

const keyNotEmpty = new CommandError(
  'ERR When using MIGRATE KEYS option, the key argument must be set to the empty string',
);

interface MigrateOptions {
  copy: boolean;
  replace: boolean;
  /** What AUTH is given. */
  credentials: readonly Uint8Array[];
  /** Which arguments are the keys. */
  first: number;
  count: number;
}

/**
 * MIGRATE host port key|"" destination-db timeout [COPY] [REPLACE] [AUTH password | AUTH2 username password]
 * [KEYS key [key …]]
 */
export function migrate(call: Call): void {
  const { session, request, engine } = call;
  const options = readOptions(call);
  const milliseconds = call.rounded(5);
  const database = call.rounded(4);
  const parcels: Parcel[] = [];
  let isAnyThere = false;
  for (let i = options.first; i < options.first + options.count; i++) {
    const entry = call.read(i);
    if (entry === 0) continue;
    isAnyThere = true;
    parcels.push(pack(call, entry, request.copy(i), options.replace));
  }
  if (!isAnyThere) {
    call.reply.simple('NOKEY');
    return;
  }
  if (session.transaction !== undefined) throw errors.notInTransaction;
  const { credentials } = options;
  engine.migrations.begin(session, call.command, request, call.db, {
    host: call.text(1),
    port: Number.parseInt(call.text(2), 10) || 0,
    database,
    milliseconds: milliseconds <= 0 ? TIMEOUT_MS_DEFAULT : milliseconds,
    copy: options.copy,
    credentials: credentials.length === 0 ? undefined : encodedBytes(encodeRequest(['AUTH', ...credentials])),
    parcels,
  });
}

function readOptions(call: Call): MigrateOptions {
  const { request } = call;
  const options: MigrateOptions = { copy: false, replace: false, credentials: [], first: 3, count: 1 };
  for (let i = 6; i < call.count; i++) {
    const more = call.count - 1 - i;
    if (call.is(i, 'COPY')) options.copy = true;
    else if (call.is(i, 'REPLACE')) options.replace = true;
    else if (call.is(i, 'AUTH') && more > 0) options.credentials = [request.copy(++i)];
    else if (call.is(i, 'AUTH2') && more > 1) options.credentials = [request.copy(++i), request.copy(++i)];
    else if (call.is(i, 'KEYS')) {
      if (request.length(3) !== 0) throw keyNotEmpty;
      options.first = i + 1;
      options.count = more;
      break;
    } else throw errors.syntax;
  }
  return options;
}

/** The request that creates a key at the other server as it is here now. */
function pack(call: Call, entry: number, key: Uint8Array, replace: boolean): Parcel {
  const { entries } = call.db;
  const rest = entries.isVolatile(entry) ? Math.max(1, entries.expireAt(entry) - call.now) : 0;
  const words = [
    'RESTORE',
    key,
    String(rest),
    payloadOf(call, entry).slice(),
    ...(replace ? ['REPLACE'] : []),
  ];
  return { key, request: encodedBytes(encodeRequest(words)) };
}
