/**
 * Several commands as one unit, and a unit that is given up when what it was based on has changed.
 *
 *     node --conditions=@redwing/source --import tsx examples/transactions.ts
 */
import { createClient } from '@redwing/client';
import { createServer } from '@redwing/server';

const server = await createServer();
const client = createClient({ port: server.port });
await client.mset({ ada: '100', grace: '20' });

const [ada, grace] = await client.multi().decrby('ada', 30).incrby('grace', 30).exec();
console.log(`ada has ${ada}, grace has ${grace}`);

// WATCH belongs to a connection, so it needs one to itself.
const result = await client.isolated(async (own) => {
  await own.watch('ada');
  const balance = Number(await own.get('ada'));
  await client.set('ada', '0'); // somebody else is faster
  return own
    .multi()
    .set('ada', String(balance * 2))
    .exec();
});
console.log('doubled:', result);
console.log('ada has', await client.get('ada'));

await client.close();
await server.close();

// Prints:
// ada has 70, grace has 50
// doubled: null
// ada has 0
