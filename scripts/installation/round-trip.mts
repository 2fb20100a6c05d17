// The same in TypeScript, compiled against the published declarations alone.
import { createClient } from '@redwing/client';
import { createServer } from '@redwing/server';

const server = await createServer({ port: 0 });
const client = createClient({ port: server.port });
await client.set('a', '1');
const value: string | null = await client.get('a');
await client.close();
await server.close();
console.log(value);
