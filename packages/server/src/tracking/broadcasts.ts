/**
 * Broadcasting mode: clients are told of every key that begins with one of their prefixes, whether they read it or not.
 *
 * For each prefix the keys that were changed are collected, each once, with the session that changed it last; `take`
 * hands them out, prefixes and keys in the order of their bytes, as Redis sends them.
 */
import type { Session } from '../connections/session.ts';

/** The keys changed under a prefix, and who is to hear of them. */
export interface Broadcast {
  readonly sessions: readonly Session[];
  /** Sorted; with each key the session that changed it last, undefined for the server itself. */
  readonly keys: readonly (readonly [key: string, origin: Session | undefined])[];
}

interface Prefix {
  readonly sessions: Set<Session>;
  keys: Map<string, Session | undefined>;
}

export class Broadcasts {
  private readonly prefixes = new Map<string, Prefix>();
  private length = 0;

  /** How many prefixes somebody listens to. */
  get size(): number {
    return this.prefixes.size;
  }

  /** How many bytes the keys that wait have. */
  get waitingBytes(): number {
    return this.length;
  }

  add(session: Session, name: string): void {
    const prefix = this.prefixes.get(name);
    if (prefix === undefined) this.prefixes.set(name, { sessions: new Set([session]), keys: new Map() });
    else prefix.sessions.add(session);
  }

  /** What waits for a prefix is forgotten with the last one who listened to it. */
  remove(session: Session, name: string): void {
    const prefix = this.prefixes.get(name);
    prefix?.sessions.delete(session);
    if (prefix?.sessions.size === 0) this.prefixes.delete(name);
  }

  /** A key was changed. True if anybody has to be told. */
  note(key: string, origin: Session | undefined): boolean {
    let wanted = false;
    for (const [name, prefix] of this.prefixes) {
      if (!key.startsWith(name)) continue;
      if (!prefix.keys.has(key)) this.length += key.length;
      prefix.keys.set(key, origin);
      wanted = true;
    }
    return wanted;
  }

  /** What has been noted since it was last taken. */
  take(): Broadcast[] {
    const taken: Broadcast[] = [];
    this.length = 0;
    for (const name of [...this.prefixes.keys()].sort()) {
      const prefix = this.prefixes.get(name);
      if (prefix === undefined || prefix.keys.size === 0) continue;
      const keys = [...prefix.keys].sort(([one], [other]) => (one < other ? -1 : 1));
      taken.push({ sessions: [...prefix.sessions], keys });
      prefix.keys = new Map();
    }
    return taken;
  }
}
