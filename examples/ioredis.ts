/**
 * ioredis as it is, talking to Redwing.
 *
 *     node --conditions=@redwing/source --import tsx examples/ioredis.ts
 */
import { createServer } from '@redwing/server';
import { Redis } from 'ioredis';

const server = await createServer();
const redis = new Redis(server.port, '127.0.0.1');

await redis.set('name', 'John Doe', 'EX', 60);
console.log(await redis.get('name'), 'for', await redis.ttl('name'), 'seconds');

const replies = await redis.pipeline().incr('visits').incr('visits').get('visits').exec();
console.log(replies?.map(([, reply]) => reply));

const results = await redis.multi().set('a', '1').append('a', '2').exec();
console.log(results?.map(([, result]) => result));

// What ioredis has no method for can be sent by name.
await redis.set('config', '{"port": 8080}');
console.log(await redis.call('DATATYPE', 'config'));

redis.disconnect();
await server.close();

// Prints:
// John Doe for 60 seconds
// [ 1, 2, '2' ]
// [ 'OK', 2 ]
// json
