/**
 * What a test talks to: a server on a port of this machine, whoever built it. The suites that span packages
 * take targets, so that one body of tests runs against Redwing and against the original.
 */

/** Names of redis.conf directives and their values. */
export type Settings = Readonly<Record<string, string>>;

export interface Target {
  /** What reports call it. */
  readonly name: string;
  readonly port: number;
  /** Memory that the process of the server holds, in bytes. */
  residentBytes(): number;
  close(): Promise<void>;
}

export interface TargetKind {
  readonly name: string;
  /** False where it cannot be started; the reason has been printed by then. */
  readonly available: boolean;
  start(settings?: Settings): Promise<Target>;
}
