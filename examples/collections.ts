/**
 * A queue, a ranking and places on a map: a list that workers wait for, a sorted set, and a sorted set of positions.
 *
 *     node --conditions=@redwing/source --import tsx examples/collections.ts
 */
import { createClient } from '@redwing/client';
import { createServer } from '@redwing/server';

const server = await createServer();
const client = createClient({ port: server.port });
// A queue. Waiting takes a connection of its own, so the same client goes on with other commands.
async function work(name: string): Promise<void> {
  for (;;) {
    const taken = await client.blpop('jobs', 0);
    if (taken?.[1] === 'stop') return;
    await client.rpush('done', `${name} did ${taken?.[1]}`);
  }
}
const workers = [work('one'), work('two')];
await client.rpush('jobs', ['paint', 'sand', 'stop', 'stop']);
await Promise.all(workers);
console.log((await client.lrange('done', 0, -1)).map((line) => line.replace(/^\w+ /, '')).sort());

// A ranking. Scores come as numbers, in RESP2 too.
await client.zadd('ranking', [
  [120, 'ada'],
  [80, 'grace'],
  [95, 'alan'],
]);
await client.zincrby('ranking', 50, 'grace');
console.log(await client.zrange('ranking', 0, 1, { REV: true, WITHSCORES: true }));
console.log('alan is number', ((await client.zrevrank('ranking', 'alan')) ?? 0) + 1);

// Places, by how near they are.
await client.geoadd('cities', [
  [13.361389, 38.115556, 'Palermo'],
  [15.087269, 37.502669, 'Catania'],
  [12.496366, 41.902782, 'Rome'],
]);
const near = { FROMMEMBER: 'Palermo', BYRADIUS: [200, 'KM'], ASC: true } as const;
console.log(await client.geosearch('cities', near));

await client.close();
await server.close();

// Prints:
// [ 'did paint', 'did sand' ]
// [ [ 'grace', 130 ], [ 'ada', 120 ] ]
// alan is number 3
// [ 'Palermo', 'Catania' ]
