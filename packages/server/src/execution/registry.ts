/**
 * The commands as they are executed: the table's facts, the handler, and what was counted.
 *
 * Each name in the table has a handler and each handler stands in the table; `registry.test.ts` fails otherwise.
 */
import type { Command } from '@redwing/protocol';
import { CommandFlag, CommandLookup, fullCommandList } from '@redwing/protocol';
import { LatencyHistogram } from '../observability/latency-histogram.ts';
import type { Handler, Handlers } from './call.ts';

/** A command, ready to be executed, with its counters (one set for each engine). */
export interface CommandEntry {
  readonly name: string;
  readonly facts: Command;
  readonly flags: number;
  /** As COMMAND INFO has it: negative for "at least". */
  readonly arity: number;
  /** The most words a request may have. */
  readonly wordsMax: number;
  /** A container has none unless it may stand alone. */
  readonly handler: Handler | undefined;
  /** Whether it is so quick that its time is taken together with its neighbours'. */
  readonly quick: boolean;
  calls: number;
  microseconds: number;
  /** Calls whose time has not been booked: see dispatcher.ts. */
  unbooked: number;
  rejected: number;
  failed: number;
  readonly latency: LatencyHistogram;
}

export class Registry {
  readonly all: readonly CommandEntry[];
  private readonly lookup: CommandLookup<CommandEntry>;

  constructor(handlers: Handlers) {
    this.all = fullCommandList.map((facts) => entryOf(facts, handlers[facts.name]));
    this.lookup = new CommandLookup(this.all.map((entry) => [entry.name, entry] as const));
  }

  /** The command or subcommand a request asks for. */
  find(
    request: Parameters<CommandLookup<CommandEntry>['findRequest']>[0],
    from = 0,
  ): CommandEntry | undefined {
    return this.lookup.findRequest(request, from);
  }

  /** The command of that name, without regard to subcommands. */
  findName(name: string): CommandEntry | undefined {
    return this.lookup.findName(name);
  }

  /** Begins to count anew (CONFIG RESETSTAT). */
  resetStatistics(): void {
    for (const entry of this.all) {
      entry.calls = 0;
      entry.microseconds = 0;
      entry.rejected = 0;
      entry.failed = 0;
      entry.latency.reset();
    }
  }
}

/** What may wait is not: only when it has been answered is it known how long it took. */
function isQuick({ name, flags, spec }: Command): boolean {
  // No flag tells of WAIT that it waits.
  if ((flags & CommandFlag.blocking) !== 0 || name === 'wait') return false;
  return (flags & CommandFlag.fast) !== 0 || spec.complexity === 'O(1)';
}

function entryOf(facts: Command, handler: Handler | undefined): CommandEntry {
  return {
    name: facts.name,
    facts,
    flags: facts.flags,
    arity: facts.arity,
    wordsMax: facts.spec.wordsMax ?? Number.POSITIVE_INFINITY,
    handler,
    quick: isQuick(facts),
    calls: 0,
    microseconds: 0,
    unbooked: 0,
    rejected: 0,
    failed: 0,
    latency: new LatencyHistogram(),
  };
}
