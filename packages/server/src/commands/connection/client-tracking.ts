/**
 * Client-side caching: CLIENT TRACKING, CACHING, TRACKINGINFO and GETREDIR.
 *
 * What follows from them is in tracking/tracking.ts; here is what may be asked for, checked in Redis's order.
 */
import type { Session } from '../../connections/session.ts';
import { CommandError, errors, shownPart } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { ClientTracking, TrackingOptions } from '../../tracking/client-tracking.ts';

/** CLIENT TRACKING <ON | OFF> [REDIRECT client-id] [PREFIX prefix …] [BCAST] [OPTIN] [OPTOUT] [NOLOOP] */
export function clientTracking(call: Call): void {
  const { engine, session } = call;
  const options = trackingOptions(call);
  if (call.is(2, 'ON')) {
    checkCompatible(options, session.tracking);
    engine.tracking.begin(session, options);
  } else if (call.is(2, 'OFF')) {
    engine.tracking.end(session);
  } else {
    throw errors.syntax;
  }
  call.reply.ok();
}

function trackingOptions(call: Call): TrackingOptions {
  const prefixes: string[] = [];
  const options: TrackingOptions = {
    redirect: 0,
    broadcast: false,
    optIn: false,
    optOut: false,
    noLoop: false,
    prefixes,
  };
  for (let i = 3; i < call.count; i++) {
    const more = i + 1 < call.count;
    if (call.is(i, 'REDIRECT') && more) options.redirect = redirection(call, ++i, options.redirect);
    else if (call.is(i, 'BCAST')) options.broadcast = true;
    else if (call.is(i, 'OPTIN')) options.optIn = true;
    else if (call.is(i, 'OPTOUT')) options.optOut = true;
    else if (call.is(i, 'NOLOOP')) options.noLoop = true;
    else if (call.is(i, 'PREFIX') && more) prefixes.push(call.text(++i));
    else throw errors.syntax;
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

function checkCompatible(options: TrackingOptions, current: ClientTracking | undefined): void {
  const { broadcast, optIn, optOut, prefixes } = options;
  if (prefixes.length > 0 && !broadcast)
    throw new CommandError('ERR PREFIX option requires BCAST mode to be enabled');
  if (current !== undefined && current.broadcast !== broadcast) throw cannotSwitch('BCAST mode on/off');
  if (broadcast && (optIn || optOut))
    throw new CommandError('ERR OPTIN and OPTOUT are not compatible with BCAST');
  if (optIn && optOut) throw new CommandError("ERR You can't specify both OPTIN mode and OPTOUT mode");
  if (current !== undefined && ((optIn && current.optOut) || (optOut && current.optIn)))
    throw cannotSwitch('OPTIN/OPTOUT mode');
  if (broadcast) checkPrefixes(prefixes, current?.prefixes ?? new Set());
}

function cannotSwitch(what: string): CommandError {
  return new CommandError(
    `ERR You can't switch ${what} before disabling tracking for this client, and then re-enabling it with a ` +
      'different mode.',
  );
}

/**
 * Of two prefixes that overlap, both would tell of the same key. Redis refuses that and then does it all the same, with
 * two answers, if the first prefix is not concerned; here it is refused.
 */
function checkPrefixes(prefixes: readonly string[], existing: ReadonlySet<string>): void {
  for (const [index, prefix] of prefixes.entries()) {
    const known = [...existing].sort().find((other) => overlap(prefix, other));
    if (known !== undefined) throw overlapping(prefix, 'an existing prefix', known);
    const other = prefixes.slice(index + 1).find((later) => overlap(prefix, later));
    if (other !== undefined) throw overlapping(prefix, 'another provided prefix', other);
  }
}

function overlap(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

function overlapping(prefix: string, what: string, other: string): CommandError {
  const [one, two] = [prefix, other].map((text) => shownPart(text, Number.POSITIVE_INFINITY));
  return new CommandError(
    `ERR Prefix '${one}' overlaps with ${what} '${two}'. Prefixes for a single client must not overlap.`,
  );
}

/** CLIENT CACHING <YES | NO>: whether the next command is tracked, or with MULTI the whole transaction. */
export function clientCaching(call: Call): void {
  const { tracking } = call.session;
  if (tracking === undefined) {
    throw new CommandError(
      'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
    );
  }
  const yes = call.is(2, 'YES');
  if (!yes && !call.is(2, 'NO')) throw errors.syntax;
  if (yes ? !tracking.optIn : !tracking.optOut) {
    throw new CommandError(
      `ERR CLIENT CACHING ${yes ? 'YES' : 'NO'} is only valid when tracking is enabled in ` +
        `${yes ? 'OPTIN' : 'OPTOUT'} mode.`,
    );
  }
  tracking.caching = true;
  call.reply.ok();
}

/** CLIENT TRACKINGINFO */
export function clientTrackinginfo(call: Call): void {
  const { reply, session } = call;
  const flags = flagsOf(session.tracking);
  reply.map(3);
  reply.bulkText('flags');
  reply.set(flags.length);
  for (const flag of flags) reply.bulkText(flag);
  reply.bulkText('redirect');
  reply.integer(redirectOf(session));
  reply.bulkText('prefixes');
  const prefixes = [...(session.tracking?.prefixes ?? [])].sort();
  reply.array(prefixes.length);
  for (const prefix of prefixes) reply.bulkText(prefix);
}

function flagsOf(tracking: ClientTracking | undefined): string[] {
  if (tracking === undefined) return ['off'];
  const { broadcast, optIn, optOut, caching, noLoop, redirectBroken } = tracking;
  const flags = ['on'];
  if (broadcast) flags.push('bcast');
  if (optIn) flags.push('optin');
  if (optIn && caching) flags.push('caching-yes');
  if (optOut) flags.push('optout');
  if (optOut && caching) flags.push('caching-no');
  if (noLoop) flags.push('noloop');
  if (redirectBroken) flags.push('broken_redirect');
  return flags;
}

/** CLIENT GETREDIR: 0 where messages go to the client itself, -1 where it is not tracked. */
export function clientGetredir(call: Call): void {
  call.reply.integer(redirectOf(call.session));
}

function redirectOf(session: Session): number {
  return session.tracking?.redirect ?? -1;
}
