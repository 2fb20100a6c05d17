/**
 * node-redis as it is, talking to Redwing in RESP3.
 *
 *     node --conditions=@redwing/source --import tsx examples/node-redis.ts
 */
import { createServer } from '@redwing/server';
import { createClient } from 'redis';

const server = await createServer();
const client = createClient({ socket: { host: '127.0.0.1', port: server.port }, RESP: 3 });
await client.connect();

await client.set('name', 'John Doe', { expiration: { type: 'EX', value: 60 } });
console.log(await client.get('name'), 'for', await client.ttl('name'), 'seconds');

// Commands of one turn of the event loop go out together.
console.log(await Promise.all([client.incr('visits'), client.incr('visits'), client.get('visits')]));

console.log(await client.multi().set('a', '1').append('a', '2').exec());

for await (const keys of client.scanIterator({ MATCH: 'v*' })) if (keys.length > 0) console.log(keys);

await client.close();
await server.close();

// Prints:
// John Doe for 60 seconds
// [ 1, 2, '2' ]
// [ 'OK', 2 ]
// [ 'visits' ]
