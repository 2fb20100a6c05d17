/**
 * The class clients and views are built on: an event emitter with a method for each command.
 *
 * The methods are made at run time from the command table, and declared by the interfaces in commands/methods;
 * a subclass says in execute() what calling one does.
 */

import { EventEmitter } from 'node:events';
import type { ParsedReply, Push, ReplyText } from '@redwing/protocol';
import { installMethods } from './commands/install.ts';
import type { Method } from './commands/method.ts';
import type { CommandMethods } from './commands/methods/all.ts';
import type { Argument, MethodArgument } from './commands/words.ts';

/** What a client tells of itself. Nothing is thrown when nobody listens to `error`. */
export interface ClientEvents {
  /** A socket is connected; the greeting begins. */
  connect: [];
  /** The server is greeted, and commands go out. */
  ready: [];
  /** The connection was lost or could not be made; the next try comes after `delayMs`. */
  reconnecting: [attempt: { readonly failures: number; readonly delayMs: number }];
  /** Why a connection was lost or could not be made. */
  error: [error: Error];
  /** The client is closed, or gave up until it is used again. */
  end: [];
  /** A message from the server that no subscription of this client asked for. */
  push: [push: Push];
}

export interface CallOptions {
  /** Bulk strings come as Buffers. */
  readonly buffers?: boolean;
  /**
   * Gives up on the call. A command that was sent already may be carried out all the same; one that waits for data
   * (BLPOP …) is ended in the server, and an element that it got just before is still its result.
   */
  readonly signal?: AbortSignal;
  /** Gives up on the call after so long, in place of the client's commandTimeoutMs; 0 for never. */
  readonly timeoutMs?: number;
  /**
   * Keeps a command that waits for data on the connection of all others, which then wait behind it. It matters to
   * those who count on one connection, as a shell does.
   */
  readonly inLine?: boolean;
}

/** The commands of a client with some options set for all of them. */
export interface CommandView<Text extends ReplyText> extends CommandMethods<Text> {
  /** Any command, its words as they are: `call(['SET', 'k', 'v'])`. The reply is as the server sent it. */
  call(args: readonly Argument[], options?: CallOptions): Promise<ParsedReply<Text>>;
}

/** What calling a method does. */
export interface MethodExecutor {
  execute(method: Method, args: readonly MethodArgument[], options?: CallOptions): Promise<unknown>;
}

type CommandBaseConstructor = abstract new () => EventEmitter<ClientEvents> & CommandMethods<string>;

class Emitter extends EventEmitter<ClientEvents> {}

installMethods(Emitter.prototype, (self, method, args) =>
  (self as unknown as MethodExecutor).execute(method, args),
);

// The methods are put on the class at run time, so the type checker has to be told.
export const CommandBase: CommandBaseConstructor = Emitter as unknown as CommandBaseConstructor;

type RawCall = (args: readonly Argument[], options: CallOptions) => Promise<unknown>;

class View {
  private readonly executor: MethodExecutor;
  private readonly rawCall: RawCall;
  private readonly options: CallOptions;

  constructor(executor: MethodExecutor, rawCall: RawCall, options: CallOptions) {
    this.executor = executor;
    this.rawCall = rawCall;
    this.options = options;
  }

  execute(method: Method, args: readonly MethodArgument[]): Promise<unknown> {
    return this.executor.execute(method, args, this.options);
  }

  call(args: readonly Argument[], options: CallOptions = {}): Promise<unknown> {
    return this.rawCall(args, { ...this.options, ...options });
  }
}

installMethods(View.prototype, (self, method, args) => self.execute(method, args));

/** The commands of a client with these options set for all of them. */
export function viewOf<Text extends ReplyText>(
  executor: MethodExecutor,
  rawCall: RawCall,
  options: CallOptions,
): CommandView<Text> {
  return new View(executor, rawCall, options) as unknown as CommandView<Text>;
}
