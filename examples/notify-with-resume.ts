/**
 * NOTIFY tells a client of every change of a key. Each message carries a revision: a client that was away asks for
 * what it missed by the last revision it has seen, and then hears on.
 *
 *     node --conditions=@redwing/source --import tsx examples/notify-with-resume.ts
 */
import { createClient } from '@redwing/client';
import { createServer } from '@redwing/server';

const server = await createServer();
const writer = createClient({ port: server.port });
const reader = createClient({ port: server.port });

let seen = 0;
const changes = reader.notify('config');
await changes.ready;
await writer.set('config', '{"colour": "red"}');
for await (const { event, datatype, value, revision } of changes) {
  console.log(event, datatype, value);
  seen = revision;
  break;
}
await reader.close();

// Nobody listens now.
await writer.set('config', '{"colour": "blue"}');
await writer.del('config');

const returned = createClient({ port: server.port });
for await (const { event, value } of returned.notify('config', { since: seen })) {
  console.log('missed:', event, value);
  if (event === 'del') break;
}
await returned.close();
await writer.close();
await server.close();

// Prints:
// set json {"colour": "red"}
// missed: set {"colour": "blue"}
// missed: del null
