/**
 * The end of a server, as SHUTDOWN and the signals ask for it.
 *
 *     begin ── replicas lag behind? ──► writes are paused until they have everything, or shutdown-timeout is over
 *                     │ no                    │                        │ SHUTDOWN ABORT
 *                     └───────────────────────┴──► saved ──► the end   └──► called off
 *                                                    │ not possible, and nobody said FORCE
 *                                                    └──► called off
 *
 * What a client was told is written must not be lost because the server ends in order: replicas get it first, and a server
 * that cannot save what it should goes on, so that somebody can make room on the disk. A file that was begun is whole
 * or not there (replace-file.ts).
 */
import type { ShutdownOption } from './configuration/directives/process.ts';
import type { Engine } from './execution/engine.ts';

/** What has become of an attempt: it may have to wait for replicas. */
export type ShutdownOutcome = 'ended' | 'failed' | 'waiting';

export class ShuttingDown {
  private readonly engine: Engine;
  private options: readonly ShutdownOption[] = [];
  /** When waiting ends, in ms since the epoch; undefined while nothing is waited for. */
  private deadline: number | undefined;
  /** What the replicas are to have. */
  private offset = 0;
  private calledOff: (() => void)[] = [];

  constructor(engine: Engine) {
    this.engine = engine;
    engine.onTick(() => this.check());
  }

  /** For how many ms more replicas are waited for; undefined while the server is not about to end. */
  get remaining(): number | undefined {
    return this.deadline === undefined ? undefined : Math.max(0, this.deadline - this.engine.keyspace.now);
  }

  /** Ends the server, at once or when replicas have caught up; `calledOff` is called if that comes to nothing later. */
  begin(options: readonly ShutdownOption[], calledOff: () => void): ShutdownOutcome {
    const { configuration, replication, keyspace, pause, surroundings } = this.engine;
    const { shutdownTimeout } = configuration.values;
    if (this.deadline === undefined) {
      const { offset } = replication.history;
      const isLate = replication.replicas.countBehind(offset) > 0;
      if (!isLate || shutdownTimeout === 0 || options.includes('now')) return this.end(options);
      surroundings.log.info(`Before it ends, the server waits up to ${shutdownTimeout} s for its replicas`);
      this.options = options;
      this.offset = offset;
      this.deadline = keyspace.now + shutdownTimeout * 1000;
      pause.begin('shutdown', Number.POSITIVE_INFINITY, true);
      replication.replicas.requestAcknowledgements();
    }
    this.calledOff.push(calledOff);
    return 'waiting';
  }

  /** Goes on after all. False if there was nothing to call off. */
  abort(): boolean {
    if (this.deadline === undefined) return false;
    this.engine.surroundings.log.info('The end of the server was called off');
    this.callOff();
    return true;
  }

  /** Ends the server if it is time to. */
  private check(): void {
    if (this.deadline === undefined) return;
    const { keyspace, replication, surroundings } = this.engine;
    const behind = replication.replicas.countBehind(this.offset);
    if (behind > 0 && keyspace.now < this.deadline) return;
    if (behind > 0)
      surroundings.log.warn(`Replicas that do not have everything as the server ends: ${behind}`);
    if (this.end(this.options) === 'failed') this.callOff();
  }

  private end(options: readonly ShutdownOption[]): ShutdownOutcome {
    const { configuration, snapshot } = this.engine;
    const isDue = configuration.values.save.length > 0 && !options.includes('nosave');
    const saves = options.includes('save') || isDue;
    if (saves && !snapshot.save() && !options.includes('force')) return 'failed';
    this.deadline = undefined;
    this.engine.shutdown();
    return 'ended';
  }

  private callOff(): void {
    this.deadline = undefined;
    this.engine.pause.end('shutdown');
    const { calledOff } = this;
    this.calledOff = [];
    for (const tell of calledOff) tell();
  }
}
