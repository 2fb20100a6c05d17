/** What XADD and XTRIM have in common: the options that say what is to be trimmed. */
import type { StreamValue, TrimRule } from '@redwing/store';
import { StreamId } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { idText, isCharacter, readId, readNewId } from './ids.ts';

const twoStrategies = new CommandError(
  'ERR syntax error, MAXLEN and MINID options at the same time are not compatible',
);
const negativeLength = new CommandError('ERR The MAXLEN argument must be >= 0.');
const negativeLimit = new CommandError('ERR The LIMIT argument must be >= 0.');
const limitWithoutStrategy = new CommandError(
  'ERR syntax error, LIMIT cannot be used without specifying a trimming strategy',
);
const noStrategy = new CommandError('ERR syntax error, XTRIM must be called with a trimming strategy');
const limitOfExact = new CommandError('ERR syntax error, LIMIT cannot be used without the special ~ option');

/** Without LIMIT, as many entries go at once as so many blocks hold, within these bounds. */
const BLOCKS_AT_ONCE = 100;
const LIMIT_DEFAULT = 10_000;
const LIMIT_MAX = 1_000_000;

/** The options of one request; the object is used again for the next. */
export class TrimOptions implements TrimRule {
  from: StreamId | undefined;
  length = 0;
  approximate = false;
  limit = 0;
  /** Whether anything is to be trimmed. */
  trims = false;
  noMakeStream = false;
  /** The argument that is the id of the new entry, whether it is "*", and whether it ends in "-*". */
  idIndex = 0;
  isAuto = false;
  isOpen = false;
  readonly id: StreamId = new StreamId();
  private readonly threshold = new StreamId();
  /** The argument of the threshold. */
  private thresholdIndex = 0;
  private limitGiven = false;

  /** Reads the options and, for XADD, the id that ends them. @throws syntax errors */
  read(call: Call, isAdd: boolean): this {
    this.reset();
    let at = 2;
    for (; at < call.count && this.idIndex === 0; at++) {
      const more = call.count - 1 - at;
      if (isAdd && isCharacter(call, at, '*')) {
        this.isAuto = true;
        this.idIndex = at;
      } else if (more > 0 && (call.is(at, 'MAXLEN') || call.is(at, 'MINID'))) {
        at = this.readStrategy(call, at, more);
      } else if (more > 0 && call.is(at, 'LIMIT')) {
        this.limit = call.rounded(++at);
        if (this.limit < 0) throw negativeLimit;
        this.limitGiven = true;
      } else if (isAdd && call.is(at, 'NOMKSTREAM')) {
        this.noMakeStream = true;
      } else if (isAdd) {
        this.isOpen = readNewId(call, at, this.id);
        this.idIndex = at;
      } else {
        throw errors.syntax;
      }
    }
    if (this.limit > 0 && !this.trims) throw limitWithoutStrategy;
    if (!isAdd && !this.trims) throw noStrategy;
    this.settleLimit(call);
    return this;
  }

  /** The parts of the request as it is propagated: to be trimmed exactly to where it was trimmed. */
  rewritten(call: Call, stream: StreamValue): (string | Uint8Array)[] {
    const parts: (string | Uint8Array)[] = [];
    for (let i = 0; i < call.count; i++) parts.push(call.request.copy(i));
    if (this.trims && this.approximate) {
      const threshold = this.from === undefined ? String(stream.count) : idText(firstOf(stream));
      parts[this.thresholdIndex - 1] = '=';
      parts[this.thresholdIndex] = threshold;
    }
    return parts;
  }

  private reset(): void {
    this.from = undefined;
    this.length = 0;
    this.limit = 0;
    this.approximate = false;
    this.trims = false;
    this.noMakeStream = false;
    this.limitGiven = false;
    this.idIndex = 0;
    this.isAuto = false;
    this.isOpen = false;
  }

  /** Reads MAXLEN or MINID at `at`; returns the argument of its threshold. */
  private readStrategy(call: Call, at: number, more: number): number {
    if (this.trims) throw twoStrategies;
    this.approximate = more > 1 && isCharacter(call, at + 1, '~');
    const hasOperator = this.approximate || (more > 1 && isCharacter(call, at + 1, '='));
    const index = hasOperator ? at + 2 : at + 1;
    if (call.is(at, 'MINID')) {
      this.from = readId(call, index, this.threshold);
    } else {
      this.length = call.rounded(index);
      if (this.length < 0) throw negativeLength;
    }
    this.trims = true;
    this.thresholdIndex = index;
    return index;
  }

  /** What a primary has trimmed is exact already, whatever its request says. */
  private settleLimit(call: Call): void {
    if (call.session.kind === 'primary') {
      this.limit = 0;
    } else if (this.limitGiven) {
      if (!this.approximate) throw limitOfExact;
    } else if (this.approximate) {
      const { streamNodeEntries } = call.engine.keyspace.limits;
      const limit = BLOCKS_AT_ONCE * streamNodeEntries;
      this.limit = limit > 0 ? Math.min(limit, LIMIT_MAX) : LIMIT_DEFAULT;
    }
  }
}

const first = new StreamId();

function firstOf(stream: StreamValue): StreamId {
  return stream.edgeId('first', first);
}
