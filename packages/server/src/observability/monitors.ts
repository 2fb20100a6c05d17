/**
 * MONITOR: sessions that see every command, as a line of text each.
 *
 *     +1795465878.971934 [0 127.0.0.1:48356] "SET" "a" "1"
 *
 * A line is written when the command has been executed, so that the database is the one it left selected and a
 * transaction's commands come before its EXEC. Administrative commands and QUIT are not shown; passwords are blotted out.
 * While nobody monitors, the dispatcher has nothing to call.
 */
import type { Request } from '@redwing/protocol';
import { CommandFlag } from '@redwing/protocol';
import type { Session } from '../connections/session.ts';
import type { Engine } from '../execution/engine.ts';
import type { CommandEntry } from '../execution/registry.ts';
import { quotedBytes } from './quoted-bytes.ts';
import { REDACTED, secretsIn } from './redaction.ts';

const HIDDEN: number = CommandFlag.admin | CommandFlag.skip_monitor;

export class Monitors {
  private readonly watching = new Set<Session>();
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
    engine.sessions.whenClosed((session) => this.remove(session));
    engine.sessions.whenReset((session) => this.remove(session));
  }

  add(session: Session): void {
    session.monitoring = true;
    this.watching.add(session);
    this.engine.dispatcher.monitor = (from, entry, request) => this.show(from, entry, request);
  }

  private remove(session: Session): void {
    session.monitoring = false;
    if (!this.watching.delete(session) || this.watching.size > 0) return;
    this.engine.dispatcher.monitor = undefined;
  }

  private show(from: Session, entry: CommandEntry, request: Request): void {
    if ((entry.flags & HIDDEN) !== 0 || entry.name === 'quit') return;
    const { engine } = this;
    const secrets = secretsIn(entry, request, engine.configuration);
    let line = `+${timeText(engine.surroundings.now())} [${from.database} ${from.outbox.remoteAddress}]`;
    for (let i = 0; i < request.count; i++) {
      const shown = secrets.has(i)
        ? `"${REDACTED}"`
        : quotedBytes(request.bytes, request.start(i), request.length(i));
      line += ` ${shown}`;
    }
    line += '\r\n';
    for (const session of this.watching) engine.push(session, line);
  }
}

/** Seconds since the epoch with six decimals. */
function timeText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const micros = Math.floor((ms - seconds * 1000) * 1000);
  return `${seconds}.${String(micros).padStart(6, '0')}`;
}
