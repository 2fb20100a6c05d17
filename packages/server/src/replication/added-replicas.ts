/**
 * ADDREPLICA and REMOVEREPLICA: making another server follow this one, from this side.
 *
 *     dial target ─► not oneself? ─► room? ─► no cycle? ─► REPLICAOF us ─► it dials back … online ─► OK
 *                                                                │
 *                         too long ─► its old role is given back ┘
 *
 * The caller waits, its session blocked, everybody else goes on. What fails leaves everything as it was, is told to
 * the caller and written to the log. Once the link is up, keeping it is the replica's own doing.
 *
 * Limits: a target that shows no link for APPEAR_MS is given up; while its full copy is under way it is waited for,
 * as long as the connection lasts.
 */
import type { ParsedReply, ReplyText } from '@redwing/protocol';
import type { Session } from '../connections/session.ts';
import { reasonOf } from '../errors.ts';
import type { Engine } from '../execution/engine.ts';
import type { HostAndPort } from './address.ts';
import { addressOf, addressText, sameHost } from './address.ts';
import { Dialled } from './dialled.ts';
import type { ReplicaConnection } from './replicas.ts';
import type { Replication } from './replication.ts';

const APPEAR_MS = 10_000;
const CHECK_MS = 100;
/** A chain of primaries is followed so far when looking for a cycle. */
const CHAIN_MAX = 16;

interface Role {
  readonly isReplica: boolean;
  /** The primary it follows. */
  readonly primary: HostAndPort | undefined;
}

export class AddedReplicas {
  private readonly engine: Engine;
  private readonly replication: Replication;
  /** Those who look anew when something about the replicas has changed. */
  private readonly watchers = new Set<() => void>();
  private readonly dialled = new Set<Dialled>();
  /** Targets whose link is still to come up. */
  private readonly pending = new Map<string, { dialled: Dialled; target: HostAndPort }>();

  constructor(engine: Engine, replication: Replication) {
    this.engine = engine;
    this.replication = replication;
  }

  /** A replica came, acknowledged or went. */
  changed(): void {
    for (const watcher of this.watchers) watcher();
  }

  close(): void {
    for (const dialled of this.dialled) dialled.close();
  }

  /** ADDREPLICA for a session, which gets its reply when the link is up. */
  add(session: Session, target: HostAndPort): void {
    this.answerLater(session, 'ADDREPLICA', target, (dialled) => this.join(dialled, target));
  }

  /** REMOVEREPLICA for a session. */
  remove(session: Session, target: HostAndPort): void {
    this.answerLater(session, 'REMOVEREPLICA', target, (dialled) => this.part(dialled, target));
  }

  private answerLater(
    session: Session,
    command: string,
    target: HostAndPort,
    act: (dialled: Dialled) => Promise<void>,
  ): void {
    const { log } = this.engine.surroundings;
    const name = addressText(target);
    session.blocked = true;
    const finish = (reply: string): void => {
      if (session.closing) return;
      session.blocked = false;
      this.engine.push(session, reply);
      session.outbox.resume();
    };
    this.withTarget(target, act).then(
      () => {
        log.info(`${command} ${name}: done`);
        finish('+OK\r\n');
      },
      (failure: unknown) => {
        const reason = reasonOf(failure);
        log.warn(`${command} ${name} failed: ${reason}`);
        finish(`-ERR ${name}: ${reason.replaceAll(/[\r\n]+/g, ' ')}\r\n`);
      },
    );
  }

  private async withTarget(target: HostAndPort, act: (dialled: Dialled) => Promise<void>): Promise<void> {
    const dialled = await this.dial(target);
    try {
      await act(dialled);
    } finally {
      this.hangUp(dialled);
    }
  }

  private async join(dialled: Dialled, target: HostAndPort): Promise<void> {
    if (this.isOneself(dialled)) throw new Error('that is this server itself');
    this.checkRoom(dialled, target);
    const before = await roleOf(dialled);
    await this.checkChain(await runIdOf(dialled));
    const name = addressText(target);
    if (this.pending.has(name)) throw new Error('it is being added already');
    this.pending.set(name, { dialled, target });
    try {
      const { replicaAnnounceIp } = this.engine.configuration.values;
      const host =
        replicaAnnounceIp === '' ? plain(dialled.socket.localAddress ?? '127.0.0.1') : replicaAnnounceIp;
      await dialled.ask(['REPLICAOF', host, String(this.replication.announcedPort)]);
      if (await this.appears(dialled, target)) return;
      await giveBack(dialled, before);
      throw new Error(
        `it did not connect to ${addressText({ host, port: this.replication.announcedPort })} within ` +
          `${APPEAR_MS / 1000} seconds; it has its old role again`,
      );
    } finally {
      this.pending.delete(name);
    }
  }

  private async part(dialled: Dialled, target: HostAndPort): Promise<void> {
    if (this.find(dialled, target) === undefined) throw new Error('it is no replica of this server');
    await dialled.ask(['REPLICAOF', 'NO', 'ONE']);
    if (!(await this.until(APPEAR_MS, () => this.find(dialled, target) === undefined))) {
      throw new Error('it was told to leave, but its connection remains');
    }
  }

  /** Resolves to true when the target is an online replica that has everything sent so far. */
  private appears(dialled: Dialled, target: HostAndPort): Promise<boolean> {
    return this.until(APPEAR_MS, (extend) => {
      const found = this.find(dialled, target);
      if (found !== undefined) extend();
      return found?.replica.state === 'online' && found.replica.hasAcknowledged;
    });
  }

  /** Resolves to true once `condition` holds, to false after `ms`, counted anew whenever it extends the time. */
  private until(ms: number, condition: (extend: () => void) => boolean): Promise<boolean> {
    const { surroundings } = this.engine;
    return new Promise((resolve) => {
      let end = surroundings.microseconds() + ms * 1000;
      const extend = (): void => {
        end = surroundings.microseconds() + ms * 1000;
      };
      const look = (): void => {
        const holds = condition(extend);
        if (!holds && surroundings.microseconds() < end) return;
        this.watchers.delete(look);
        clearInterval(timer);
        resolve(holds);
      };
      this.watchers.add(look);
      const timer = setInterval(look, CHECK_MS);
      look();
    });
  }

  /** The target among the replicas of this server. */
  private find(dialled: Dialled, target: HostAndPort): ReplicaConnection | undefined {
    const remote = dialled.socket.remoteAddress ?? target.host;
    return this.replication.replicas.attached.find(({ session, replica }) => {
      if (replica.listeningPort !== target.port) return false;
      const { host } = addressOf(session.outbox.remoteAddress);
      return sameHost(host, remote) || replica.announcedAddress === target.host;
    });
  }

  private checkRoom(dialled: Dialled, target: HostAndPort): void {
    const { maxReplicas } = this.engine.configuration.values;
    if (this.find(dialled, target) !== undefined) return;
    const coming = [...this.pending.values()].filter(
      (one) => this.find(one.dialled, one.target) === undefined,
    );
    if (this.replication.replicas.attached.length + coming.length >= maxReplicas) {
      throw new Error(`there are ${maxReplicas} replicas already, the most that max-replicas allows`);
    }
  }

  /** The connection arrived here: its other end is one of our own sessions. */
  private isOneself({ socket }: Dialled): boolean {
    const own = addressText({ host: plain(socket.localAddress ?? ''), port: socket.localPort ?? 0 });
    for (const session of this.engine.sessions) if (session.outbox.remoteAddress === own) return true;
    return false;
  }

  /** @throws Error when the server of that run id stands above this one */
  private async checkChain(runId: string | undefined): Promise<void> {
    let above = this.replication.link?.address;
    for (let hop = 0; above !== undefined && hop < CHAIN_MAX; hop++) {
      let dialled: Dialled;
      try {
        dialled = await this.dial(above);
      } catch (failure) {
        throw new Error(`whether it stands above this server cannot be told: ${(failure as Error).message}`, {
          cause: failure,
        });
      }
      try {
        if (runId !== undefined && (await runIdOf(dialled)) === runId) {
          throw new Error('this server follows it, directly or through others: that would be a cycle');
        }
        above = (await roleOf(dialled)).primary;
      } finally {
        this.hangUp(dialled);
      }
    }
  }

  private async dial(address: HostAndPort): Promise<Dialled> {
    const { masteruser, masterauth } = this.engine.configuration.values;
    const dialled = await Dialled.dial(address, { user: masteruser, password: masterauth });
    this.dialled.add(dialled);
    return dialled;
  }

  private hangUp(dialled: Dialled): void {
    this.dialled.delete(dialled);
    dialled.close();
  }
}

async function giveBack(dialled: Dialled, before: Role): Promise<void> {
  const { primary } = before;
  const words = primary === undefined ? ['NO', 'ONE'] : [primary.host, String(primary.port)];
  await dialled.ask(['REPLICAOF', ...words]);
}

async function roleOf(dialled: Dialled): Promise<Role> {
  const reply = await dialled.ask(['ROLE']);
  const [role, host, port] = Array.isArray(reply) ? reply : [];
  if (String(role) !== 'slave') return { isReplica: false, primary: undefined };
  return { isReplica: true, primary: { host: String(host), port: Number(port) } };
}

async function runIdOf(dialled: Dialled): Promise<string | undefined> {
  const reply: ParsedReply<ReplyText> = await dialled.ask(['INFO', 'server']);
  return /^run_id:(\w+)/m.exec(String(reply))?.[1];
}

function plain(host: string): string {
  return host.startsWith('::ffff:') ? host.slice(7) : host;
}
