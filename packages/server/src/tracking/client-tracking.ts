/** How one client is tracked: what CLIENT TRACKING asked for. A session that has one of these is tracked. */
export interface ClientTracking {
  /** The id of the session that is sent the messages; 0 is the client itself. */
  redirect: number;
  /** The session that messages were to go to is gone, and one could not be sent. */
  redirectBroken: boolean;
  broadcast: boolean;
  /** Only what is read right after CLIENT CACHING YES is tracked. */
  optIn: boolean;
  /** What is read right after CLIENT CACHING NO is not tracked. */
  optOut: boolean;
  /** It is not told of what it changes itself. */
  noLoop: boolean;
  /** CLIENT CACHING was given for the next command. */
  caching: boolean;
  /** In broadcasting mode, what the keys it hears of begin with. */
  readonly prefixes: Set<string>;
}

/** What CLIENT TRACKING ON can be given. */
export interface TrackingOptions {
  redirect: number;
  broadcast: boolean;
  optIn: boolean;
  optOut: boolean;
  noLoop: boolean;
  readonly prefixes: string[];
}

/** Begins to track as `options` say, or goes on from `before`: prefixes add up, as in Redis. */
export function trackingOf(options: TrackingOptions, before: ClientTracking | undefined): ClientTracking {
  const { redirect, broadcast, optIn, optOut, noLoop } = options;
  return {
    redirect,
    redirectBroken: false,
    broadcast,
    optIn,
    optOut,
    noLoop,
    caching: before?.caching ?? false,
    prefixes: before?.prefixes ?? new Set(),
  };
}
