/** The handlers of the pubsub group. */
import type { Handlers } from '../../execution/call.ts';
import { containerHelp } from '../server/container-help.ts';
import { publish, spublish } from './publish.ts';
import { channels, numpat, numsub, shardchannels, shardnumsub } from './pubsub.ts';
import { psubscribe, punsubscribe, ssubscribe, subscribe, sunsubscribe, unsubscribe } from './subscribe.ts';

export const pubsub: Handlers = {
  publish,
  spublish,
  subscribe,
  unsubscribe,
  psubscribe,
  punsubscribe,
  ssubscribe,
  sunsubscribe,
  'pubsub|channels': channels,
  'pubsub|help': containerHelp,
  'pubsub|numpat': numpat,
  'pubsub|numsub': numsub,
  'pubsub|shardchannels': shardchannels,
  'pubsub|shardnumsub': shardnumsub,
};
