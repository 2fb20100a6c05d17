/**
 * A day passes at once: the server asks `now` what time it is, so expiry can be tested without waiting for it.
 *
 *     node --conditions=@redwing/source --import tsx examples/fake-clock.ts
 */
import { createClient } from '@redwing/client';
import { createServer } from '@redwing/server';

let time = Date.parse('2030-01-01T00:00:00Z');
const server = await createServer({ now: () => time });
const client = createClient({ port: server.port });

await client.set('session:42', 'ada', { EX: 86_400 });
console.log('lives for', await client.ttl('session:42'), 'seconds');

time += 86_399_000;
console.log('a second before its end:', await client.get('session:42'));

time += 1_000;
console.log('a day later:', await client.get('session:42'));

await client.close();
await server.close();

// Prints:
// lives for 86400 seconds
// a second before its end: ada
// a day later: null
