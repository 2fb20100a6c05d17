// An ESM program as a user would write it: a server in this process, a client, one value there and back.
import assert from 'node:assert/strict';
import { createClient } from '@redwing/client';
import { createServer } from '@redwing/server';

const server = await createServer({ port: 0 });
const client = createClient({ port: server.port });
await client.set('a', '1');
assert.equal(await client.get('a'), '1');
await client.close();
await server.close();
console.log('imported: SET and GET answered');
