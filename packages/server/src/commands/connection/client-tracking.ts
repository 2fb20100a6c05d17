/**
 * Client-side caching: CLIENT TRACKING, CACHING, TRACKINGINFO and GETREDIR.
 *
 * Tracking itself is not there yet: ON is checked like Redis does and then refused, the rest answers as for a
 * connection that is not tracked, which every connection is.
 */
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

interface TrackingOptions {
  redirect: number;
  prefixes: number;
  broadcast: boolean;
  optIn: boolean;
  optOut: boolean;
}

/** CLIENT TRACKING <ON | OFF> [REDIRECT client-id] [PREFIX prefix …] [BCAST] [OPTIN] [OPTOUT] [NOLOOP] */
export function clientTracking(call: Call): void {
  const options = trackingOptions(call);
  if (call.is(2, 'ON')) {
    checkCompatible(options);
    throw new CommandError('ERR CLIENT TRACKING is not supported yet');
  }
  if (!call.is(2, 'OFF')) throw errors.syntax;
  call.reply.ok();
}

function trackingOptions(call: Call): TrackingOptions {
  const options = { redirect: 0, prefixes: 0, broadcast: false, optIn: false, optOut: false };
  for (let i = 3; i < call.count; i++) {
    const more = i + 1 < call.count;
    if (call.is(i, 'REDIRECT') && more) options.redirect = redirection(call, ++i, options.redirect);
    else if (call.is(i, 'BCAST')) options.broadcast = true;
    else if (call.is(i, 'OPTIN')) options.optIn = true;
    else if (call.is(i, 'OPTOUT')) options.optOut = true;
    else if (call.is(i, 'PREFIX') && more) {
      options.prefixes++;
      i++;
    } else if (!call.is(i, 'NOLOOP')) throw errors.syntax;
  }
  return options;
}

function redirection(call: Call, index: number, before: number): number {
  if (before !== 0) throw new CommandError('ERR A client can only redirect to a single other client');
  const id = call.rounded(index);
  if (call.engine.sessions.find(id) === undefined)
    throw new CommandError('ERR The client ID you want redirect to does not exist');
  return id;
}

function checkCompatible(options: TrackingOptions): void {
  if (options.prefixes > 0 && !options.broadcast)
    throw new CommandError('ERR PREFIX option requires BCAST mode to be enabled');
  if (options.broadcast && (options.optIn || options.optOut))
    throw new CommandError('ERR OPTIN and OPTOUT are not compatible with BCAST');
  if (options.optIn && options.optOut)
    throw new CommandError("ERR You can't specify both OPTIN mode and OPTOUT mode");
}

/** CLIENT CACHING <YES | NO> */
export function clientCaching(): void {
  throw new CommandError(
    'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
  );
}

/** CLIENT TRACKINGINFO */
export function clientTrackinginfo(call: Call): void {
  const { reply } = call;
  reply.map(3);
  reply.bulkText('flags');
  reply.set(1);
  reply.bulkText('off');
  reply.bulkText('redirect');
  reply.integer(-1);
  reply.bulkText('prefixes');
  reply.array(0);
}

/** CLIENT GETREDIR */
export function clientGetredir(call: Call): void {
  call.reply.integer(-1);
}
