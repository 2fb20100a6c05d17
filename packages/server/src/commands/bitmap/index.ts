/** The bitmap commands. */
import type { Handlers } from '../../execution/call.ts';
import { bitcount, bitpos, getbit, setbit } from './bit.ts';
import { bitfield, bitfieldRo } from './bitfield.ts';
import { bitop } from './bitop.ts';

export const bitmap: Handlers = {
  bitcount,
  bitfield,
  bitfield_ro: bitfieldRo,
  bitop,
  bitpos,
  getbit,
  setbit,
};
