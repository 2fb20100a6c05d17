/**
 * Keeping a replica equal to its primary, as Redis replicates: rules only, without sockets, timers or clocks.
 */
export { Backlog } from './backlog.ts';
export type { StreamTarget } from './command-stream.ts';
export { CommandStream } from './command-stream.ts';
export { ReplicationFeed } from './feed.ts';
export { NO_ID, ReplicationHistory } from './history.ts';
export type { ImageFacts } from './image.ts';
export { ImageLoader, writeImage } from './image.ts';
export { Payload } from './payload.ts';
export type {
  AttachedReplicaState,
  FullSyncOptions,
  ImageSource,
  ReplicaOutput,
  SyncWish,
} from './primary.ts';
export { AttachedReplica, beginFull, beginPartial, canContinue } from './primary.ts';
export type { LinkHost, LinkSettings, LinkState } from './replica.ts';
export { ReplicaLink } from './replica.ts';
