/**
 * What a run begins with, on any server: no keys, the same settings, nobody else connected. Runs follow each
 * other on the same two servers, so that hundreds of them can be tried while a failure is made smaller.
 */

import type { WireConnection } from '../support/wire.ts';
import { password } from './generator/connection.ts';
import type { Mode } from './mode.ts';

/**
 * Settings that requests may have changed, and those that keep replies from depending on the machine: nothing
 * is slow enough to be logged, DUMP does not compress.
 */
const settings: Readonly<Record<string, string>> = {
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  'maxmemory-samples': '5',
  timeout: '0',
  hz: '10',
  'slowlog-max-len': '128',
  'slowlog-log-slower-than': '-1',
  'latency-monitor-threshold': '0',
  'proto-max-bulk-len': '536870912',
  'tcp-keepalive': '300',
  'lfu-log-factor': '10',
  rdbcompression: 'no',
  'notify-keyspace-events': '',
};

/**
 * Brings a server to where every run begins. `control` is a fresh connection. Throws if the server refuses.
 */
export async function resetServer(control: WireConnection, mode: Mode): Promise<void> {
  // A run with a password that was cut short leaves it behind; where there is none, this is merely an error.
  await control.ask('AUTH', password);
  // The original shrinks the buffers of idle connections now and then, and closes one that has not
  // authenticated and whose replies no longer fit; a server without such buffers refuses this, which is as
  // good.
  await control.ask('DEBUG', 'REPLYBUFFER', 'RESIZING', '0');
  const requirepass = mode.password ? password : '';
  const requests = [
    ['CONFIG', 'SET', ...Object.entries({ ...settings, requirepass }).flat()],
    ['CLIENT', 'UNPAUSE'],
    ['FLUSHALL'],
    // What has changed since the last save is counted anew: it may have come out differently in a run that failed.
    ['SAVE'],
    // Keys run out only when somebody looks, which is the same moment on both servers.
    ['DEBUG', 'SET-ACTIVE-EXPIRE', '0'],
    ['DEBUG', 'QUICKLIST-PACKED-THRESHOLD', '0'],
    ['CONFIG', 'RESETSTAT'],
  ];
  for (const request of requests) {
    const reply = (await control.ask(...request)).toString('latin1');
    if (reply !== '+OK\r\n') throw new Error(`${request.join(' ')}: ${reply}`);
  }
  // Connections of the run before may not have been noticed as gone; CLIENT LIST and KILL would count them.
  for (const type of ['normal', 'pubsub']) await control.ask('CLIENT', 'KILL', 'TYPE', type);
}
