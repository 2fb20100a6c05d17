/**
 * The end of the process: by a signal, by the server itself (SHUTDOWN), or by a fault nobody caught.
 *
 * The first signal ends the server in order and exits with 0: replicas get what they lack, save points are kept. Where
 * the dataset cannot be saved, the server goes on, and the log says why. A second signal, from somebody who will not
 * wait, exits with 1 at once. A fault is a mistake of Redwing's: the data in memory may be wrong, so it is
 * logged and the process ends with 1, before a wrong data set can spread to files or replicas.
 */

import type { ShutdownOption } from '@redwing/server';
import type { Log } from './log.ts';

/** The signals that ask for the end. */
export type EndSignal = 'SIGINT' | 'SIGTERM';

/** What is needed of the process, so that tests can stand in for it. */
export interface EndingProcess {
  on(event: EndSignal, listener: (signal: EndSignal) => void): unknown;
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (fault: unknown) => void): unknown;
  exit(code: number): void;
}

/** A server that can be ended in order. */
export interface Endable {
  readonly configuration: {
    readonly values: Record<'shutdownOnSigint' | 'shutdownOnSigterm', readonly ShutdownOption[]>;
  };
  /** Resolves to whether it has ended. */
  shutdown(options: readonly ShutdownOption[]): Promise<boolean>;
  close(): Promise<void>;
}

/** Sees to the end of the process; tell it of the server as soon as there is one. */
export class Shutdown {
  readonly #process: EndingProcess;
  readonly #log: Log;
  #server: Endable | undefined;
  #ending = false;
  #end: Promise<void> | undefined;

  constructor(process: EndingProcess, log: Log) {
    this.#process = process;
    this.#log = log;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => this.#onSignal(signal));
    }
    process.on('uncaughtException', (fault) => this.#onFault(fault));
    process.on('unhandledRejection', (fault) => this.#onFault(fault));
  }

  /** From now on, a signal ends this server. */
  watch(server: Endable): void {
    this.#server = server;
  }

  #onSignal(signal: EndSignal): void {
    if (this.#ending) {
      this.#log.warning('You insist... exiting now.');
      this.#process.exit(1);
      return;
    }
    this.#ending = true;
    this.#log.notice(`Received ${signal} scheduling shutdown...`);
    void this.#endBy(signal);
  }

  async #endBy(signal: EndSignal): Promise<void> {
    const server = this.#server;
    if (server !== undefined) {
      const { shutdownOnSigint, shutdownOnSigterm } = server.configuration.values;
      const options = signal === 'SIGINT' ? shutdownOnSigint : shutdownOnSigterm;
      try {
        if (!(await server.shutdown(options))) {
          this.#ending = false;
          this.#log.warning(`The server goes on although it received ${signal}: see above for the reason.`);
          return;
        }
      } catch (fault) {
        this.#onFault(fault);
        return;
      }
    }
    await this.end();
  }

  /** Closes the server in order, as far as it is not closed yet, and exits. */
  end(): Promise<void> {
    this.#ending = true;
    this.#end ??= this.#close();
    return this.#end;
  }

  async #close(): Promise<void> {
    try {
      await this.#server?.close();
    } catch (fault) {
      this.#onFault(fault);
      return;
    }
    this.#log.notice('Redwing is now ready to exit, bye bye...');
    this.#process.exit(0);
  }

  #onFault(fault: unknown): void {
    const err = fault instanceof Error ? fault : new Error(String(fault));
    this.#log.warning('Redwing stops because of a fault of its own. Please report it with these lines.', {
      err,
    });
    this.#process.exit(1);
  }
}
