/**
 * Connections to the servers that keys went to, kept for a while: whoever moves one key mostly moves the next.
 *
 * One is used by one MIGRATE at a time; where two run to the same server, the second gets a connection of its own.
 */
import type { TargetConnection } from './target-connection.ts';

const KEPT_MS = 10_000;
const KEPT_MAX = 64;

export class Targets {
  private readonly kept = new Map<string, TargetConnection>();

  get count(): number {
    return this.kept.size;
  }

  /** A connection that is there already, for the caller alone. */
  take(host: string, port: number): TargetConnection | undefined {
    const name = nameOf(host, port);
    const connection = this.kept.get(name);
    this.kept.delete(name);
    if (connection?.isOpen === true) return connection;
    connection?.close();
    return undefined;
  }

  /** Keeps a connection that is not needed any more. */
  keep(host: string, port: number, connection: TargetConnection, now: number): void {
    const name = nameOf(host, port);
    this.kept.get(name)?.close();
    this.kept.delete(name);
    if (this.kept.size >= KEPT_MAX) this.closeOldest();
    connection.rest(now);
    this.kept.set(name, connection);
  }

  /** Closes what nobody has used for a while. */
  tick(now: number): void {
    for (const [name, connection] of this.kept) {
      if (connection.isOpen && now - connection.usedAt <= KEPT_MS) continue;
      connection.close();
      this.kept.delete(name);
    }
  }

  close(): void {
    for (const connection of this.kept.values()) connection.close();
    this.kept.clear();
  }

  /** Those that were kept longest come first. */
  private closeOldest(): void {
    for (const [name, connection] of this.kept) {
      connection.close();
      this.kept.delete(name);
      return;
    }
  }
}

function nameOf(host: string, port: number): string {
  return `${host}:${port}`;
}
