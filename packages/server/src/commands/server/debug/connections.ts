/** DEBUG of connections: REPLYBUFFER, CLIENT-EVICTION. */
import { CommandError, subcommandSyntax } from '../../../errors.ts';
import { memoryOf } from '../../../eviction/client-memory.ts';
import type { Call } from '../../../execution/call.ts';

/** DEBUG REPLYBUFFER PEAK-RESET-TIME <NEVER | RESET | ms>, REPLYBUFFER RESIZING <0 | 1>: connections have no such buffers. */
export function replybuffer(call: Call): void {
  if (call.is(2, 'PEAK-RESET-TIME')) {
    if (!call.is(3, 'NEVER') && !call.is(3, 'RESET')) call.rounded(3);
  } else if (!call.is(2, 'RESIZING')) {
    throw subcommandSyntax(call.text(1), 'debug');
  }
  call.reply.ok();
}

const BUCKET_BITS_MIN = 15;
const BUCKET_BITS_MAX = 32;
const notLimited = new CommandError('ERR maxmemory-clients is disabled.');

/** DEBUG CLIENT-EVICTION: how much memory connections of every size take. */
export function clientEviction(call: Call): void {
  if (call.engine.configuration.values.maxmemoryClients === 0) throw notLimited;
  const sums = new Map<number, { bytes: number; clients: number }>();
  for (const session of call.engine.sessions) {
    if (session.kind === 'replica' || session.kind === 'primary' || session.noEvict) continue;
    const bytes = memoryOf(session);
    const bits = Math.min(BUCKET_BITS_MAX, Math.max(BUCKET_BITS_MIN, Math.floor(Math.log2(bytes)) + 1));
    const sum = sums.get(bits) ?? { bytes: 0, clients: 0 };
    sum.bytes += bytes;
    sum.clients++;
    sums.set(bits, sum);
  }
  let text = '';
  for (let bits = BUCKET_BITS_MIN; bits <= BUCKET_BITS_MAX + 1; bits++) {
    const from = bits === BUCKET_BITS_MIN ? 0 : 2 ** (bits - 1);
    const range = bits > BUCKET_BITS_MAX ? `${from}+            ` : `${pad(from)} - ${pad(2 ** bits - 1)}`;
    const { bytes, clients } = sums.get(bits) ?? { bytes: 0, clients: 0 };
    text += `bucket ${range}: tot-mem: ${pad(bytes)}, clients: ${clients}\n`;
  }
  call.reply.verbatim(text, 'txt');
}

function pad(number: number): string {
  return String(number).padStart(10);
}
