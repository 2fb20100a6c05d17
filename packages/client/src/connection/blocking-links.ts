/**
 * Connections for commands that wait (BLPOP …), so that nobody else's commands wait behind them.
 *
 *   blpop ──► an idle link, or a new one ──► reply ──► idle again, for the next
 *                         │ abort, timeout, close()
 *                         └──► CLIENT UNBLOCK over another link ──► nil: the error
 *                                                                   an element: the result, late but not lost
 *
 * A command that takes an element off a list must not be given up by just hanging up: the server may have taken the
 * element by then, and nobody would have it. So the server is asked to let go, and whatever it answers counts. Only
 * if it does not answer that either is the connection closed and the outcome unknown.
 *
 * Invariants
 * - A link carries one waiting call at most, and is lent again only when that call's reply has been read.
 * - Idle links do not reconnect: they are dropped when they are lost.
 *
 * Limits: `blockingLimit` links in use (options.ts), IDLE_LINKS_MAX kept.
 */

import { encodeRequest } from '@redwing/protocol';
import type { Clock } from '../clock.ts';
import { ignore } from '../deferred.ts';
import { ClosedError, QueueFullError } from '../errors.ts';
import type { Settings } from '../options.ts';
import { Call } from './call.ts';
import type { Session } from './handshake.ts';
import { Link } from './link.ts';

/** A program that waits in a few loops finds its connections again. */
const IDLE_LINKS_MAX = 8;
/** CLIENT UNBLOCK may overtake the command it is to end, on its other connection: asked again so often, so soon. */
const UNBLOCK_TRIES_MAX = 50;
const UNBLOCK_AGAIN_MS = 10;

interface Lent {
  readonly link: Link;
  readonly session: Session;
}

export class BlockingLinks {
  private readonly settings: Settings;
  private readonly session: Session;
  private readonly main: Link;
  private readonly idle: Lent[] = [];
  private readonly busy = new Map<Call, Lent>();
  private closing = false;

  /** `session` is the client's: calls are made in the database it has then. */
  constructor(settings: Settings, session: Session, main: Link) {
    this.settings = settings;
    this.session = session;
    this.main = main;
  }

  send(call: Call): void {
    if (this.busy.size >= this.settings.blockingLimit) {
      call.fail(
        new QueueFullError(
          `${this.settings.blockingLimit} commands wait for data, each on a connection of its own, which is the ` +
            'limit. Await some before making more, or raise blockingLimit.',
        ),
      );
      return;
    }
    const lent = this.idle.pop() ?? this.open();
    this.busy.set(call, lent);
    const takeBack = (): void => this.takeBack(lent, call);
    call.promise.then(takeBack, takeBack);
    this.selectDatabase(lent);
    lent.link.send(call);
  }

  /** Ends the waiting of a call that its caller gave up, with this error unless there is a result after all. */
  giveUp(call: Call, error: Error): void {
    const lent = this.busy.get(call);
    const id = lent?.link.connection?.id;
    if (lent === undefined || id === undefined || !call.wasSent) call.fail(error);
    else void unblock(call, error, id, this.main, this.settings);
  }

  /** The same for a call that waits on the main link, which cannot carry the request that ends it. */
  async giveUpOnMain(call: Call, error: Error): Promise<void> {
    const id = this.main.connection?.id;
    if (id === undefined || !call.wasSent) {
      call.fail(error);
      return;
    }
    const settings = { ...this.settings, reconnect: undefined };
    const link = new Link(settings, { database: 0 }, { onReady: ignore, onIdle: ignore });
    await unblock(call, error, id, link, settings);
    link.destroy();
  }

  /** Ends every waiting, and waits for that. */
  async close(): Promise<void> {
    this.closing = true;
    for (const { link } of this.idle.splice(0)) link.destroy();
    const calls = [...this.busy.keys()];
    for (const call of calls) this.giveUp(call, new ClosedError(call.name));
    await Promise.allSettled(calls.map((call) => call.promise));
  }

  destroy(cause?: unknown): void {
    this.closing = true;
    for (const { link } of [...this.idle.splice(0), ...this.busy.values()]) link.destroy(cause);
  }

  private open(): Lent {
    const session = { database: this.session.database };
    const dropIdle = (): void => {
      const at = this.idle.indexOf(lent);
      if (at === -1) return;
      this.idle.splice(at, 1);
      lent.link.destroy();
    };
    const link = new Link(this.settings, session, {
      onReady: ignore,
      onWaiting: dropIdle,
      onIdle: dropIdle,
    });
    const lent: Lent = { link, session };
    return lent;
  }

  /** The client may have selected another database since the link was lent last. */
  private selectDatabase(lent: Lent): void {
    const { database } = this.session;
    if (lent.session.database === database) return;
    lent.session.database = database;
    const select = new Call('SELECT', encodeRequest(['SELECT', database]));
    // A database that can be selected on one connection can be on another.
    select.promise.catch(ignore);
    lent.link.send(select);
  }

  private takeBack(lent: Lent, call: Call): void {
    this.busy.delete(call);
    const { link } = lent;
    const answered = link.state === 'ready' && link.connection?.pending === 0;
    if (answered && !this.closing && this.idle.length < IDLE_LINKS_MAX) this.idle.push(lent);
    else link.destroy();
  }
}

/** Has the server end the waiting of a call; fails the call when that is not done within connectTimeoutMs. */
async function unblock(
  call: Call,
  error: Error,
  id: number,
  link: Link,
  { clock, connectTimeoutMs }: Settings,
): Promise<void> {
  call.givenUp = error;
  const limit = clock.schedule(connectTimeoutMs, () => call.fail(error));
  try {
    for (let tries = 0; tries < UNBLOCK_TRIES_MAX && !call.settled; tries++) {
      const request = new Call('CLIENT UNBLOCK', encodeRequest(['CLIENT', 'UNBLOCK', id]));
      link.send(request);
      // 0: it does not wait, because it has not begun to yet, or because its reply is on the way.
      if ((await Promise.race([request.promise, settled(call)])) === 1) await settled(call);
      else await Promise.race([pause(clock, UNBLOCK_AGAIN_MS), settled(call)]);
    }
  } catch {
    // The server cannot be asked; the error says that the outcome is unknown.
  }
  limit.cancel();
  call.fail(error);
}

function settled(call: Call): Promise<void> {
  return call.promise.then(ignore, ignore);
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.schedule(delayMs, resolve));
}
