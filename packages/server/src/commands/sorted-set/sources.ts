/** What ZUNION and its relatives combine. */
import type { Database } from '@redwing/store';
import { SET, SetValue, Slice, SORTED_SET, SortedSetValue } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** Called with a member and its score; false ends the visit. The bytes are good during the call. */
type VisitMember = (bytes: Uint8Array, start: number, length: number, score: number) => boolean;

export interface Source {
  readonly count: number;
  weight: number;
  /** The score of a member; NaN if it is not there. */
  scoreOf(bytes: Uint8Array, start: number, length: number): number;
  /** Visits every member. Only one source is visited at a time. */
  visit(visit: VisitMember): void;
}

class SortedSetSource implements Source {
  weight = 1;
  readonly count: number;
  private readonly set = new SortedSetValue();
  private readonly member = new Slice();

  constructor(database: Database, entry: number) {
    this.count = this.set.open(database, entry).count;
  }

  scoreOf(bytes: Uint8Array, start: number, length: number): number {
    const place = this.set.find(bytes, start, length);
    return place === 0 ? Number.NaN : this.set.scoreAt(place);
  }

  visit(visit: VisitMember): void {
    const { set, member } = this;
    for (let there = set.seek(0); there; there = set.next()) {
      const { place } = set;
      const score = set.scoreAt(place);
      const { bytes, start, length } = set.memberAt(place, member);
      if (!visit(bytes, start, length, score)) return;
    }
  }
}

/** A plain set is a source too: each of its members has the score 1. */
class SetSource implements Source {
  weight = 1;
  readonly count: number;
  private readonly set = new SetValue();

  constructor(database: Database, entry: number) {
    this.count = this.set.open(database, entry).count;
  }

  scoreOf(bytes: Uint8Array, start: number, length: number): number {
    return this.set.find(bytes, start, length) === 0 ? Number.NaN : 1;
  }

  visit(visit: VisitMember): void {
    this.set.visitWhile(({ bytes, start, length }) => visit(bytes, start, length, 1));
  }
}

/** The source of a key that does not exist. */
class NoSource implements Source {
  weight = 1;
  readonly count = 0;

  scoreOf(): number {
    return Number.NaN;
  }

  visit(): void {}
}

/** The sources named behind their number in argument `index`. @throws notInteger, syntax, wrongType */
export function readSources(call: Call, index: number): Source[] {
  const count = call.rounded(index);
  if (count < 1) {
    throw new CommandError(`ERR at least 1 input key is needed for '${call.command.name}' command`);
  }
  if (count > call.count - index - 1) throw errors.syntax;
  return Array.from({ length: count }, (_, i) => sourceAt(call, index + 1 + i));
}

function sourceAt(call: Call, index: number): Source {
  const { db } = call;
  const entry = call.read(index);
  if (entry === 0) return new NoSource();
  const type = db.entries.type(entry);
  if (type === SORTED_SET) return new SortedSetSource(db, entry);
  if (type === SET) return new SetSource(db, entry);
  throw errors.wrongType;
}
