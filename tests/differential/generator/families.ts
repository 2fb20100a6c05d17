/** Every family there is. A new one is a file beside this and a line here. */

import { bitmapFamily } from './bitmap.ts';
import { connectionFamily } from './connection.ts';
import { expiryFamily } from './expiry.ts';
import type { Family, Reader } from './family.ts';
import { genericFamily } from './generic.ts';
import { geoFamily } from './geo.ts';
import { hashFamily } from './hash.ts';
import { hyperloglogFamily } from './hyperloglog.ts';
import { listFamily } from './list.ts';
import { pubsubFamily } from './pubsub.ts';
import { serverIntrospectionFamily } from './server-introspection.ts';
import { setFamily } from './set.ts';
import { sortFamily } from './sort.ts';
import { sortedSetFamily } from './sorted-set.ts';
import { streamFamily } from './stream.ts';
import { streamGroupsFamily } from './stream-groups.ts';
import { stringFamily } from './string.ts';
import { transactionsFamily } from './transactions.ts';

export const families: readonly Family[] = [
  stringFamily,
  bitmapFamily,
  hashFamily,
  hyperloglogFamily,
  setFamily,
  listFamily,
  sortedSetFamily,
  geoFamily,
  streamFamily,
  streamGroupsFamily,
  sortFamily,
  genericFamily,
  expiryFamily,
  connectionFamily,
  serverIntrospectionFamily,
  transactionsFamily,
  pubsubFamily,
];

/** How a value of a type is read whole, from whichever family creates it. */
export const readers: Readonly<Record<string, Reader>> = Object.assign(
  {},
  ...families.map((family) => family.readers ?? {}),
);
