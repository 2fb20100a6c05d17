/** What the client promises of ordinary commands and of NOTIFY, held against Redwing; its own tests do so against Redis. */
import { createServer } from '@redwing/server';
import { describeConformance } from '../../packages/client/src/testing/conformance.test-support.ts';
import { describeNotifyConformance } from '../../packages/client/src/testing/notify-conformance.test-support.ts';
import type { RunningServer } from '../../packages/client/src/testing/redis-server.test-support.ts';

async function start(): Promise<RunningServer> {
  const server = await createServer();
  return { port: server.port, stop: () => server.close() };
}

for (const protocol of [2, 3] as const) {
  describeConformance(`commands over RESP${protocol}`, { protocol, start });
  describeNotifyConformance(`NOTIFY over RESP${protocol}`, { protocol, start });
}
