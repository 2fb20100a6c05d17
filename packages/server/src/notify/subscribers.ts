/**
 * Who is told of which keys: by key, which costs a look-up for a change, and by pattern, which costs a match for each
 * pattern of that database.
 *
 * A session that asked for a key in more than one way is told once of a change: if any of the ways that match wants
 * it, and with the value if any of those asked for values.
 */
import { GlobPattern } from '@redwing/store';
import type { Session } from '../connections/session.ts';
import { textBytes } from '../effects/byte-text.ts';

export type InterestKind = 'keys' | 'patterns';

/** How a session wants to be told. */
export interface Interest {
  readonly session: Session;
  /** Of its own changes too. */
  readonly self: boolean;
  readonly noValue: boolean;
}

type Interests = Map<Session, Interest>;

interface PatternInterests {
  readonly matches: KeyTest;
  readonly interests: Interests;
}

type KeyTest = (bytes: Uint8Array, start: number, length: number) => boolean;

interface InterestsOfDatabase {
  readonly keys: Map<string, Interests>;
  readonly patterns: Map<string, PatternInterests>;
}

interface Held {
  readonly kind: InterestKind;
  readonly database: number;
  readonly name: string;
}

export class Subscribers {
  private readonly byDatabase = new Map<number, InterestsOfDatabase>();
  private readonly bySession = new Map<Session, Map<string, Held>>();

  /** How many sessions there are. */
  get size(): number {
    return this.bySession.size;
  }

  /** Adds an interest, or changes its options. */
  set(kind: InterestKind, database: number, name: string, interest: Interest): void {
    const { session } = interest;
    const held = this.bySession.get(session) ?? new Map<string, Held>();
    this.bySession.set(session, held);
    held.set(`${kind} ${database} ${name}`, { kind, database, name });
    session.notifications = held.size;
    const all = this.byDatabase.get(database) ?? { keys: new Map(), patterns: new Map() };
    this.byDatabase.set(database, all);
    this.interestsIn(all, kind, name).set(session, interest);
  }

  /** Ends an interest, if it is there. */
  delete(kind: InterestKind, database: number, name: string, session: Session): void {
    const held = this.bySession.get(session);
    if (held === undefined || !held.delete(`${kind} ${database} ${name}`)) return;
    session.notifications = held.size;
    if (held.size === 0) this.bySession.delete(session);
    const all = this.byDatabase.get(database);
    if (all === undefined) return;
    const interests = this.interestsIn(all, kind, name);
    interests.delete(session);
    if (interests.size === 0) all[kind].delete(name);
    if (all.keys.size + all.patterns.size === 0) this.byDatabase.delete(database);
  }

  /** Ends all interests of a session in keys, or in patterns, or in both. */
  deleteAll(session: Session, kind: InterestKind | undefined): void {
    for (const held of [...(this.bySession.get(session)?.values() ?? [])]) {
      if (kind === undefined || held.kind === kind) this.delete(held.kind, held.database, held.name, session);
    }
  }

  hasPatterns(database: number): boolean {
    return (this.byDatabase.get(database)?.patterns.size ?? 0) > 0;
  }

  /** The keys of a database that somebody asked for by name. */
  keysOf(database: number): string[] {
    return [...(this.byDatabase.get(database)?.keys.keys() ?? [])];
  }

  /** Who is to be told of a change of this key that the session `origin` made (0: nobody's). */
  of(
    database: number,
    key: string,
    bytes: Uint8Array,
    start: number,
    length: number,
    origin: number,
  ): readonly Interest[] {
    const all = this.byDatabase.get(database);
    if (all === undefined) return NOBODY;
    const named = all.keys.get(key);
    if (all.patterns.size === 0) {
      return named === undefined ? NOBODY : [...named.values()].filter((one) => wants(one, origin));
    }
    const found: Interests = new Map();
    if (named !== undefined) collect(found, named, origin);
    for (const { matches, interests } of all.patterns.values()) {
      if (matches(bytes, start, length)) collect(found, interests, origin);
    }
    return found.size === 0 ? NOBODY : [...found.values()];
  }

  private interestsIn(all: InterestsOfDatabase, kind: InterestKind, name: string): Interests {
    const found = kind === 'keys' ? all.keys.get(name) : all.patterns.get(name)?.interests;
    if (found !== undefined) return found;
    const interests: Interests = new Map();
    if (kind === 'keys') all.keys.set(name, interests);
    else all.patterns.set(name, { matches: keyTest(name), interests });
    return interests;
  }
}

const NOBODY: readonly Interest[] = [];

/** Whether keys match a pattern. "*" is all of them, the empty one too, as in KEYS. */
export function keyTest(pattern: string): KeyTest {
  if (pattern === '*') return () => true;
  const glob = new GlobPattern(textBytes(pattern), 0, pattern.length);
  return (bytes, start, length) => glob.matches(bytes, start, length);
}

/** Whether an interest includes changes made by session `origin`. */
export function wants(interest: Interest, origin: number): boolean {
  return interest.self || interest.session.id !== origin;
}

function collect(found: Interests, interests: Interests, origin: number): void {
  for (const [session, interest] of interests) {
    if (!wants(interest, origin)) continue;
    const other = found.get(session);
    if (other === undefined || (other.noValue && !interest.noValue)) found.set(session, interest);
  }
}
