/**
 * Messages on channels: to whoever listens at that moment, by name or by pattern.
 *
 *     node --conditions=@redwing/source --import tsx examples/publish-subscribe.ts
 */
import { createClient } from '@redwing/client';
import { createServer } from '@redwing/server';

const server = await createServer();
const listener = createClient({ port: server.port });
const speaker = createClient({ port: server.port });

const weather = listener.subscribe('weather');
const everything = listener.psubscribe('*');
await Promise.all([weather.ready, everything.ready]);

const heard = await speaker.publish('weather', 'rain');
await speaker.publish('sport', '3:2');
console.log(`the first message was heard ${heard} times`);

for await (const { message } of weather) {
  console.log('the weather:', message);
  break;
}
let left = 2;
for await (const { channel, message } of everything) {
  console.log(`${channel}: ${message}`);
  if (--left === 0) break;
}

await Promise.all([listener.close(), speaker.close()]);
await server.close();

// Prints:
// the first message was heard 2 times
// the weather: rain
// weather: rain
// sport: 3:2
