/** The bitmap commands. */
import { bitcount, bitpos, getbit, setbit } from './bit.ts';
import { bitfield, bitfieldRo } from './bitfield.ts';
import { bitop } from './bitop.ts';

export const bitmap = { bitcount, bitfield, bitfield_ro: bitfieldRo, bitop, bitpos, getbit, setbit } as const;
