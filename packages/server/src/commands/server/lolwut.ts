/** A picture for those who ask: LOLWUT. */
import type { Call } from '../../execution/call.ts';
import { REDIS_VERSION } from '../../versions.ts';

const COLUMNS = 60;
const ROWS = 8;
const BIRDS = 24;

/** LOLWUT [VERSION version …]: a flock, a different one each time. */
export function lolwut(call: Call): void {
  if (call.count > 2 && call.is(1, 'VERSION')) call.rounded(2);
  const text = `${flock(call.engine.surroundings.random)}\nRedwing, a server like Redis ver. ${REDIS_VERSION}\n`;
  call.reply.verbatim(text, 'txt');
}

/** Birds behind a leader at the right: the further behind, the wider apart. */
function flock(random: () => number): string {
  const sky = Array.from({ length: ROWS }, () => new Array<string>(COLUMNS).fill(' '));
  for (let i = 0; i < BIRDS; i++) {
    const behind = random() ** 0.7;
    const column = Math.floor((1 - behind) * (COLUMNS - 1));
    const row = Math.floor(ROWS / 2 + (random() - 0.5) * behind * (ROWS - 1));
    const line = sky[row];
    if (line !== undefined) line[column] = random() < 0.5 ? 'v' : '~';
  }
  return sky.map((line) => line.join('').trimEnd()).join('\n');
}
