/** The sessions of a server, by id and in the order they came. */
import type { Outbox } from './session.ts';
import { Session } from './session.ts';

/** Told when a session ends, so that subscriptions, watches and waits end with it. */
export type SessionListener = (session: Session) => void;

export class Sessions {
  /** Connections since the start, and those refused for want of room. */
  received = 0;
  refused = 0;
  private readonly byId = new Map<number, Session>();
  private readonly onEnd: SessionListener[] = [];
  private readonly onReset: SessionListener[] = [];
  private lastId = 0;

  get count(): number {
    return this.byId.size;
  }

  open(outbox: Outbox, now: number, authenticated: boolean): Session {
    const session = new Session(++this.lastId, outbox, now, authenticated);
    this.byId.set(session.id, session);
    this.received++;
    return session;
  }

  /** Called once when the carrier of a session is gone. */
  close(session: Session): void {
    if (!this.byId.delete(session.id)) return;
    session.closing = true;
    for (const listener of this.onEnd) listener(session);
  }

  whenClosed(listener: SessionListener): void {
    this.onEnd.push(listener);
  }

  /** No password is asked for any more. */
  letIn(): void {
    for (const session of this.byId.values()) session.authenticated = true;
  }

  /** Makes a session as it was when it was opened (RESET); what others keep of it ends with it. */
  reset(session: Session, authenticated: boolean): void {
    for (const listener of this.onReset) listener(session);
    session.database = 0;
    session.resp3 = false;
    session.authenticated = authenticated;
    session.user = 'default';
    session.name = '';
    session.transaction = undefined;
    session.watchedKeyChanged = false;
    session.replyMode = 'on';
    session.noTouch = false;
  }

  /** Told before a session is reset, so that subscriptions, watches and monitoring end. */
  whenReset(listener: SessionListener): void {
    this.onReset.push(listener);
  }

  find(id: number): Session | undefined {
    return this.byId.get(id);
  }

  [Symbol.iterator](): IterableIterator<Session> {
    return this.byId.values();
  }
}
