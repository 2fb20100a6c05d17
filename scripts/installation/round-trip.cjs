// The same in CommonJS.
const assert = require('node:assert/strict');
const { createClient } = require('@redwing/client');
const { createServer } = require('@redwing/server');

async function main() {
  const server = await createServer({ port: 0 });
  const client = createClient({ port: server.port });
  await client.set('a', '1');
  assert.equal(await client.get('a'), '1');
  await client.close();
  await server.close();
  console.log('required: SET and GET answered');
}

main();
