/** Clients without sockets, for tests: each line that is sent is executed at once, and what came back is text. */
import { requestOf } from '@redwing/protocol';
import { handlers } from '../commands/handlers.ts';
import type { ConfigurationRecord } from '../configuration/index.ts';
import { Configuration } from '../configuration/index.ts';
import type { Session } from '../connections/session.ts';
import { Engine } from './engine.ts';

/** An engine whose clock stands still until `now` is set. */
export class ScriptedServer {
  now = 1_700_000_000_000;
  /** The clock that durations are measured by stands still too. */
  microseconds: () => number = () => 0;
  readonly engine: Engine;

  constructor(config: ConfigurationRecord = {}, { random = () => 0.5 }: { random?: () => number } = {}) {
    const surroundings = {
      now: () => this.now,
      microseconds: () => this.microseconds(),
      random,
      log: { debug: ignore, info: ignore, warn: ignore },
    };
    this.engine = new Engine(Configuration.from({ port: 0, ...config }), surroundings, handlers);
  }

  connect(options: { resp3?: boolean } = {}): ScriptedClient {
    const client = new ScriptedClient(this);
    client.session.resp3 = options.resp3 ?? false;
    return client;
  }

  /** What the timer does `hz` times a second. */
  tick(): void {
    this.engine.keyspace.now = this.now;
    this.engine.everyTick();
  }

  /** Keeps what goes into the stream from now on, commands joined by " | ". */
  recordStream(): { text: () => string } {
    let bytes = '';
    this.engine.effects.stream.attach({
      append: (chunk, start, length) => {
        bytes += Buffer.from(chunk.subarray(start, start + length)).toString('latin1');
      },
    });
    return {
      text: () =>
        bytes
          .split(/\*\d+\r\n/)
          .slice(1)
          .map((command) =>
            command
              .replaceAll(/\$\d+\r\n/g, '')
              .replaceAll('\r\n', ' ')
              .trim(),
          )
          .join(' | '),
    };
  }
}

export class ScriptedClient {
  readonly session: Session;
  private readonly server: ScriptedServer;
  /** How much could not be sent to it yet. */
  pendingBytes = 0;
  private pushed = '';

  constructor(server: ScriptedServer) {
    this.server = server;
    const pendingBytes = (): number => this.pendingBytes;
    const outbox = {
      get pendingBytes(): number {
        return pendingBytes();
      },
      queryBytes: 0,
      remoteAddress: '127.0.0.1:1',
      localAddress: '127.0.0.1:2',
      isLocal: true,
      isUnixSocket: false,
      push: (text: string) => {
        this.pushed += text;
      },
      sendBytes: () => true,
      close: () => this.close(),
      destroy: () => this.close(),
      resume: ignore,
      enforceLimit: ignore,
    };
    this.session = server.engine.sessions.open(outbox, server.now, true);
  }

  /** Executes a request of words without spaces; returns its reply and the pushes among it, as `shown`. */
  send(line: string): string {
    return this.sendWords(line.split(' '));
  }

  /** The same for words of any bytes. */
  sendWords(words: readonly (string | Uint8Array)[]): string {
    const { engine } = this.server;
    const { dispatcher, writer } = engine;
    engine.current = this.session;
    writer.length = 0;
    writer.resp3 = this.session.resp3;
    dispatcher.beginBatch(this.session);
    dispatcher.execute(this.session, requestOf(words));
    dispatcher.endBatch();
    dispatcher.release();
    engine.current = undefined;
    const reply = writer.buffer.latin1Slice(0, writer.length);
    writer.length = 0;
    return shown(reply);
  }

  /** What was pushed since this was last asked. */
  pushes(): string {
    const text = this.pushed;
    this.pushed = '';
    return shown(text);
  }

  close(): void {
    this.server.engine.sessions.close(this.session);
  }
}

/** RESP on one line: lengths of bulk strings left out, line ends as blanks. */
export function shown(text: string): string {
  return text
    .replaceAll(/\$\d+\r\n/g, '')
    .replaceAll('\r\n', ' ')
    .trim();
}

function ignore(): void {
  // Nothing here waits, and nobody reads the log.
}
