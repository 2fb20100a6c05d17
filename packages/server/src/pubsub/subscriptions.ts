/** Who subscribes to which names: one of these for channels, one for patterns, one for shard channels. */
import type { Session } from '../connections/session.ts';

const NOBODY: ReadonlySet<Session> = new Set();

/** Names are byte strings as latin1 text. */
export class Subscriptions {
  private readonly byName = new Map<string, Set<Session>>();
  private readonly bySession = new Map<Session, Set<string>>();

  /** How many names have a subscriber. */
  get size(): number {
    return this.byName.size;
  }

  /** The names that have a subscriber, in the order they got their first one. */
  names(): Iterable<string> {
    return this.byName.keys();
  }

  subscribersOf(name: string): ReadonlySet<Session> {
    return this.byName.get(name) ?? NOBODY;
  }

  /** What a session subscribes to, in the order it did: a copy. */
  namesOf(session: Session): string[] {
    return [...(this.bySession.get(session) ?? [])];
  }

  countOf(session: Session): number {
    return this.bySession.get(session)?.size ?? 0;
  }

  /** False when it was subscribed already. */
  add(session: Session, name: string): boolean {
    const names = this.bySession.get(session);
    if (names?.has(name)) return false;
    if (names === undefined) this.bySession.set(session, new Set([name]));
    else names.add(name);
    const subscribers = this.byName.get(name);
    if (subscribers === undefined) this.byName.set(name, new Set([session]));
    else subscribers.add(session);
    return true;
  }

  /** False when it was not subscribed. */
  remove(session: Session, name: string): boolean {
    const names = this.bySession.get(session);
    if (names === undefined || !names.delete(name)) return false;
    if (names.size === 0) this.bySession.delete(session);
    const subscribers = this.byName.get(name);
    subscribers?.delete(session);
    if (subscribers?.size === 0) this.byName.delete(name);
    return true;
  }
}
