/**
 * HyperLogLogs: few elements and many, sketches that are whole, cut off or made up, and strings that are none. Two
 * keys are left to this family, so that sketches live long enough to become dense.
 */

import { sameDump } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared } from './family.ts';
import type { Draw } from './vocabulary.ts';
import { sketchKeys } from './vocabulary.ts';

const registers = 16_384;

function sketchKey(draw: Draw): string {
  return draw.chance(0.6) ? draw.pick(sketchKeys) : draw.key();
}

/** Elements that come again, and bytes that nobody has thought of. */
function element(draw: Draw): string {
  return draw.weighted([
    [5, () => String(draw.below(2000))],
    [2, () => `element:${draw.below(1_000_000)}`],
    [1, () => draw.bytes(draw.below(40))],
    [1, () => draw.value()],
  ])();
}

function addMany(draw: Draw): Draft {
  const first = draw.below(1_000_000);
  const elements = Array.from({ length: draw.between(50, 400) }, (_, index) => `many:${first + index}`);
  return command('PFADD', draw.pick(sketchKeys), ...elements);
}

/** The opcodes of so many registers, VALs of ranks that elements do not bring about among them. */
function opcodes(draw: Draw, count: number): string {
  let text = '';
  for (let left = count; left > 0; ) {
    const run = draw.weighted([
      [3, () => draw.between(1, 4)],
      [2, () => draw.between(1, 64)],
      [1, () => draw.between(1, 16_384)],
    ])();
    const length = Math.min(run, left);
    left -= length;
    if (length <= 4) text += String.fromCharCode(0x80 | (draw.below(32) << 2) | (length - 1));
    else if (length <= 64 && draw.chance(0.8)) text += String.fromCharCode(length - 1);
    else text += String.fromCharCode(0x40 | ((length - 1) >> 8), (length - 1) & 255);
  }
  return text;
}

/** A sketch that no element has brought about. One in some is corrupt. */
function madeUp(draw: Draw): Word {
  const count = draw.chance(0.3)
    ? String.fromCharCode(...Array.from({ length: 8 }, () => draw.below(256)))
    : '';
  const header = (encoding: string) => `HYLL${encoding}\x00\x00\x00${count.padEnd(8, '\x00')}`;
  return draw.weighted([
    [6, () => header('\x01') + opcodes(draw, registers)],
    [2, () => header('\x01') + opcodes(draw, draw.pick([registers - 1, registers + 1, 5000, 0]))],
    [1, () => header('\x00') + draw.bytes(12_288)],
    [1, () => header('\x00') + draw.pick(['\x00', '\xff', '\xcf\x3c\xf3']).repeat(12_288).slice(0, 12_288)],
    [1, () => header(draw.pick(['\x00', '\x02', '\xff'])) + draw.bytes(20)],
    [1, () => header('\x01').slice(0, draw.between(0, 16))],
  ])();
}

export const hyperloglogFamily: Family = {
  name: 'hyperloglog',
  weight: 12,
  commands: [
    [12, (draw) => command('PFADD', sketchKey(draw), ...draw.many(0, 4, () => element(draw)))],
    [3, addMany],
    [8, (draw) => command('PFCOUNT', sketchKey(draw))],
    [4, (draw) => command('PFCOUNT', ...draw.many(1, 3, () => sketchKey(draw)))],
    [4, (draw) => command('PFMERGE', sketchKey(draw), ...draw.many(0, 3, () => sketchKey(draw)))],
    [4, (draw) => command('GET', sketchKey(draw))],
    [2, (draw) => command('SET', sketchKey(draw), madeUp(draw))],
    [1, (draw) => command('DEL', draw.pick(sketchKeys))],
    [1, (draw) => command('OBJECT', 'ENCODING', sketchKey(draw))],
    [1, (draw) => compared(sameDump, 'DUMP', sketchKey(draw))],
    [3, (draw) => command('PFDEBUG', draw.pick(['DECODE', 'ENCODING']), sketchKey(draw))],
    [0.3, (draw) => command('PFDEBUG', draw.pick(['TODENSE', 'GETREG', 'NOSUCH', '']), sketchKey(draw))],
  ],
};
