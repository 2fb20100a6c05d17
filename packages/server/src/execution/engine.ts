/**
 * The engine: everything a command can reach, and nothing of sockets.
 *
 * A server is an engine with listeners and timers around it (server.ts). The parts below are made here, in the order
 * they need each other; handlers reach them through `call.engine`.
 */
import { randomBytes } from 'node:crypto';
import { ReplyWriter, Request } from '@redwing/protocol';
import type { Database } from '@redwing/store';
import { ExpireCycle, Keyspace, Slice } from '@redwing/store';
import { BlockedClients } from '../blocking/blocked-clients.ts';
import { discardTransaction } from '../commands/transactions/multi.ts';
import type { Configuration } from '../configuration/index.ts';
import { ClientPause } from '../connections/client-pause.ts';
import { FlushQueue } from '../connections/flush-queue.ts';
import type { Session } from '../connections/session.ts';
import { Sessions } from '../connections/sessions.ts';
import { Upcoming } from '../connections/upcoming.ts';
import { Effects } from '../effects/effects.ts';
import { WatchedKeys } from '../effects/watched-keys.ts';
import { CommandError, errors } from '../errors.ts';
import { ClientEviction } from '../eviction/client-eviction.ts';
import { KeyEviction } from '../eviction/key-eviction.ts';
import { Migrations } from '../migration/migrations.ts';
import { Notifier } from '../notify/notifier.ts';
import { Information } from '../observability/info/information.ts';
import { LatencyMonitor } from '../observability/latency-monitor.ts';
import { Monitors } from '../observability/monitors.ts';
import { SlowLog } from '../observability/slow-log.ts';
import { Statistics } from '../observability/statistics.ts';
import { LogFiles } from '../persistence/append-only/log-files.ts';
import { SnapshotFile } from '../persistence/snapshot-file.ts';
import { KeyspaceEvents } from '../pubsub/keyspace-events.ts';
import { PubSub } from '../pubsub/pubsub.ts';
import { Replication } from '../replication/replication.ts';
import { ShuttingDown } from '../shutting-down.ts';
import { Tracking } from '../tracking/tracking.ts';
import type { Handlers } from './call.ts';
import { followLimits } from './compact-limits.ts';
import { Dispatcher } from './dispatcher.ts';
import type { CommandEntry } from './registry.ts';
import { Registry } from './registry.ts';

/** Time and chance come from outside, so that tests step the one and replay the other. */
export interface Surroundings {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A monotonic clock in microseconds, for durations. */
  readonly microseconds: () => number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

/** Where the server tells people what happens; `apps/server` gives it a real logger. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** Revisions begin at the clock, so that those of another history are never mistaken for ours: see docs/notify.md. */
const REVISIONS_PER_MILLISECOND = 2048;

export class Engine {
  readonly configuration: Configuration;
  readonly surroundings: Surroundings;
  readonly keyspace: Keyspace;
  readonly effects: Effects;
  readonly watchedKeys: WatchedKeys;
  readonly notifier: Notifier;
  readonly pubsub: PubSub = new PubSub((session, text) => this.push(session, text));
  readonly tracking: Tracking;
  readonly blocking: BlockedClients = new BlockedClients(this);
  readonly migrations: Migrations;
  readonly expireCycle: ExpireCycle;
  readonly registry: Registry;
  readonly sessions: Sessions = new Sessions();
  readonly statistics: Statistics = new Statistics();
  readonly information: Information;
  readonly slowLog: SlowLog;
  readonly latency: LatencyMonitor = new LatencyMonitor(this);
  readonly monitors: Monitors;
  readonly pause: ClientPause = new ClientPause(() => this.refreshGuard());
  /** Replies are written here; whoever runs commands sends them on. */
  readonly writer: ReplyWriter = new ReplyWriter();
  /** Requests that have been parsed and are still to be executed. */
  readonly upcoming: Upcoming;
  /** What is to be sent at the end of the turn. */
  readonly flushQueue: FlushQueue = new FlushQueue();
  /** A view into the keyspace, for handlers to look at a value. */
  readonly slice: Slice = new Slice();
  readonly dispatcher: Dispatcher;
  readonly replication: Replication;
  readonly snapshot: SnapshotFile;
  readonly logFiles: LogFiles = new LogFiles(this);
  readonly shuttingDown: ShuttingDown;
  readonly keyEviction: KeyEviction;
  readonly clientEviction: ClientEviction;
  /** 40 hexadecimal digits, new at every start: INFO's run_id. */
  readonly runId: string = randomBytes(20).toString('hex');
  /** The port the server listens on; set by whoever owns it, 0 while nobody does. */
  port = 0;
  /** Ends the server; set by whoever owns it. */
  shutdown: () => void = () => {};
  /** The session whose requests are being executed, to which pushes go in order with its replies. */
  current: Session | undefined;
  /** A dataset is being loaded. */
  loading = false;
  /** Only a primary may write: this is a replica. */
  readOnly = false;
  /** Whether expired keys are looked for; DEBUG SET-ACTIVE-EXPIRE turns it off. */
  activeExpiry = true;
  /** Whether nothing is done that nobody asks for; DEBUG PAUSE-CRON. */
  cronPaused = false;
  private guarded = false;
  private readonly ticks: (() => void)[] = [];

  /** `handlers` is what the commands do: given from outside, so that executing knows no command by name. */
  constructor(configuration: Configuration, surroundings: Surroundings, handlers: Handlers) {
    this.registry = new Registry(handlers);
    this.configuration = configuration;
    this.surroundings = surroundings;
    const { random } = surroundings;
    this.keyspace = new Keyspace({ databases: configuration.values.databases, random });
    this.keyspace.now = surroundings.now();
    this.upcoming = new Upcoming(this.keyspace.lookahead);
    followLimits(configuration, this.keyspace.limits);
    this.effects = new Effects(Math.floor(this.keyspace.now) * REVISIONS_PER_MILLISECOND);
    this.keyspace.observer = this.effects;
    this.watchedKeys = new WatchedKeys(this.effects, this.keyspace);
    this.notifier = new Notifier(this.effects, this.keyspace, configuration, (session, text) =>
      this.push(session, text),
    );
    this.onTick(() => this.notifier.tick());
    const events = new KeyspaceEvents(this.effects, this.keyspace, this.pubsub, () => this.loading);
    events.choose(configuration.values.notifyKeyspaceEvents);
    configuration.onChange('notifyKeyspaceEvents', (classes) => events.choose(classes));
    this.tracking = new Tracking(this);
    this.onTick(() => this.blocking.tick());
    this.migrations = new Migrations(this);
    this.expireCycle = new ExpireCycle(this.keyspace);
    this.dispatcher = new Dispatcher(this, this.writer, new Request());
    this.replication = new Replication(this);
    this.snapshot = new SnapshotFile(this);
    this.shuttingDown = new ShuttingDown(this);
    this.keyEviction = new KeyEviction(this);
    this.clientEviction = new ClientEviction(this);
    this.information = new Information(this, this.keyspace.now);
    this.slowLog = new SlowLog(this);
    this.monitors = new Monitors(this);
    this.dispatcher.measured = (session, entry, request, microseconds) => {
      this.slowLog.note(session, entry, request, microseconds);
      this.latency.noteCommand(entry, microseconds);
    };
    configuration.onChange('maxmemory', () => this.refreshGuard());
    configuration.onChange('requirepass', (password) => {
      if (password.length === 0) this.sessions.letIn();
    });
    this.sessions.whenClosed((session) => this.forget(session));
    this.sessions.whenReset((session) => this.forget(session));
    this.refreshGuard();
  }

  databaseOf(session: Session): Database {
    return this.keyspace.databases[session.database] as Database;
  }

  /** Whether any gate could close for this session; most of the time none can. */
  concerns(session: Session): boolean {
    return (
      this.guarded ||
      !session.authenticated ||
      session.transaction !== undefined ||
      session.subscriptions > 0 ||
      session.isOnlooker
    );
  }

  /** Whether a command that has passed the gates has to wait; if so, it is kept until it may be executed. */
  holds(session: Session, entry: CommandEntry, request: Request): boolean {
    if (!this.pause.holds(session, entry)) return this.migrations.hold(session, entry, request);
    this.pause.hold(session, request);
    return true;
  }

  /** Why a session may not write now, if it may not. */
  writeObstacle(session: Session): CommandError | undefined {
    if (session.kind === 'primary') return undefined;
    if (this.snapshot.stopsWrites) return errors.snapshotFailed;
    return this.replication.writeObstacle() ?? (this.readOnly ? errors.readOnly : undefined);
  }

  /** Why a session may not run a protected command such as DEBUG, if it may not. */
  protectedObstacle(session: Session, entry: CommandEntry): CommandError | undefined {
    const permission = this.configuration.values.enableDebugCommand;
    if (permission === 'yes' || (permission === 'local' && session.outbox.isLocal)) return undefined;
    return new CommandError(
      `ERR ${entry.name.toUpperCase()} command not allowed. If the enable-debug-command option is set to "local", you ` +
        'can run it from a local connection, otherwise you need to set this option in the configuration file, and then ' +
        'restart the server.',
    );
  }

  /** Ends what a session that is gone, or begins anew, had asked for. */
  private forget(session: Session): void {
    discardTransaction(this, session);
    this.pubsub.end(session);
    this.notifier.unsubscribeAll(session, undefined);
    this.tracking.end(session);
    this.blocking.forget(session);
  }

  /** Adds something to be done `hz` times a second. */
  onTick(tick: () => void): void {
    this.ticks.push(tick);
  }

  everyTick(): void {
    if (this.pause.active) this.pause.tick(this.keyspace.now);
    for (const tick of this.ticks) tick();
  }

  /**
   * Looks anew at whether gates must be asked at all, and whether what has expired may go. To be called after anything
   * that depends on has changed.
   */
  refreshGuard(): void {
    // While clients may not write, nothing else changes the data either: a replica can catch up.
    this.keyspace.expiring = !this.replication.isReplica && !this.pause.active;
    this.guarded =
      this.configuration.values.maxmemory > 0 ||
      this.loading ||
      this.readOnly ||
      this.pause.active ||
      this.migrations.active ||
      this.snapshot.stopsWrites ||
      this.replication.restricts;
  }

  /** Sends RESP bytes (latin1) to a session, in order with the replies it is being sent. */
  push(session: Session, text: string): void {
    if (this.blocking.isServing) this.blocking.push(session, text);
    else if (session !== this.current || session.rest !== undefined) session.outbox.push(text);
    else if (session.replyMode === 'on') this.dispatcher.pushHere(text);
    else this.dispatcher.pushDespite(text);
  }
}
