/** What INFO and ROLE say about replication, in Redis's words. */
import type { ReplyWriter } from '@redwing/protocol';
import { NO_ID } from '@redwing/replication';
import type { Engine } from '../execution/engine.ts';
import type { Fields } from '../observability/info/section.ts';
import type { PrimaryLink } from './primary-link.ts';
import type { ReplicaConnection } from './replicas.ts';
import { endpointOf } from './replicas.ts';

type Field = Fields[number];

/** INFO's section "replication". */
export function replicationFields(engine: Engine): Fields {
  const { replication, configuration } = engine;
  const { history, feed, link, replicas } = replication;
  const { values } = configuration;
  const { attached } = replicas;
  const fields: Field[] = [['role', link === undefined ? 'master' : 'slave']];
  if (link !== undefined) fields.push(...linkFields(engine, link));
  fields.push(['connected_slaves', attached.length]);
  if (values.minReplicasToWrite > 0 && values.minReplicasMaxLag > 0) {
    fields.push(['min_slaves_good_slaves', replicas.countKeepingUp()]);
  }
  for (const [index, connection] of attached.entries()) {
    fields.push([`slave${index}`, replicaFields(connection, engine.keyspace.now)]);
  }
  fields.push(
    ['master_failover_state', replication.failover.state],
    ['master_replid', history.id],
    ['master_replid2', history.secondId],
    ['master_repl_offset', history.offset],
    ['second_repl_offset', history.secondId === NO_ID ? -1 : history.secondOffset],
    ['repl_backlog_active', feed.backlog === undefined ? 0 : 1],
    ['repl_backlog_size', values.replBacklogSize],
    ['repl_backlog_first_byte_offset', feed.backlog?.firstOffset ?? 0],
    ['repl_backlog_histlen', feed.backlog?.length ?? 0],
  );
  return fields;
}

/** ROLE */
export function writeRole(engine: Engine, reply: ReplyWriter): void {
  const { link, history, replicas } = engine.replication;
  if (link === undefined) {
    const online = replicas.attached.filter(({ replica }) => replica.state === 'online');
    reply.array(3);
    reply.bulkText('master');
    reply.integer(history.offset);
    reply.array(online.length);
    for (const connection of online) {
      const { host, port } = endpointOf(connection);
      reply.array(3);
      reply.bulkText(host);
      reply.bulkText(String(port));
      reply.bulkText(String(connection.replica.acknowledged));
    }
    return;
  }
  reply.array(5);
  reply.bulkText('slave');
  reply.bulkText(link.address.host);
  reply.integer(link.address.port);
  reply.bulkText(link.stateName);
  reply.integer(link.isOnline ? history.offset : -1);
}

function linkFields(engine: Engine, link: PrimaryLink): Field[] {
  const { history, feed } = engine.replication;
  const { values } = engine.configuration;
  const now = engine.surroundings.now();
  const isUp = link.isOnline;
  const isSyncing = link.stateName === 'sync';
  const applied = feed.backlog === undefined ? 0 : history.offset;
  const fields: Field[] = [
    ['master_host', link.address.host],
    ['master_port', link.address.port],
    ['master_link_status', isUp ? 'up' : 'down'],
    ['master_last_io_seconds_ago', isUp ? seconds(now - link.link.lastHeardAt) : -1],
    ['master_sync_in_progress', isSyncing ? 1 : 0],
    ['slave_read_repl_offset', applied + link.link.pendingBytes],
    ['slave_repl_offset', applied],
  ];
  if (isSyncing) {
    const total = Math.max(0, link.link.payload?.total ?? 0);
    const received = link.link.payload?.received ?? 0;
    fields.push(
      ['master_sync_total_bytes', total],
      ['master_sync_read_bytes', received],
      ['master_sync_left_bytes', total - received],
      ['master_sync_perc', (total === 0 ? 0 : (received / total) * 100).toFixed(2)],
      ['master_sync_last_io_seconds_ago', seconds(now - link.link.lastHeardAt)],
    );
  }
  if (!isUp) fields.push(['master_link_down_since_seconds', seconds(now - link.downSince)]);
  fields.push(
    ['slave_priority', values.replicaPriority],
    ['slave_read_only', values.replicaReadOnly ? 1 : 0],
    ['replica_announced', values.replicaAnnounced ? 1 : 0],
  );
  return fields;
}

function replicaFields(connection: ReplicaConnection, now: number): string {
  const { replica } = connection;
  const { host, port } = endpointOf(connection);
  const state = replica.state === 'online' ? 'online' : 'send_bulk';
  const lag = replica.state === 'online' ? replica.lag(now) : 0;
  return `ip=${host},port=${port},state=${state},offset=${replica.acknowledged},lag=${lag}`;
}

function seconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000));
}
