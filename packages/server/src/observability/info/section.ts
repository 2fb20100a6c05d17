/** What a section of INFO is made of, and how its numbers are written. */
import type { Engine } from '../../execution/engine.ts';

export type Fields = readonly (readonly [name: string, value: string | number])[];

/** Tells the fields of a section, as they are now. */
export type FieldsProvider = (engine: Engine) => Fields;

const UNITS = ['B', 'K', 'M', 'G', 'T', 'P'] as const;

/** 1485528 as "1.42M". */
export function humanBytes(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  return unit === 0 ? `${bytes}B` : `${amount.toFixed(2)}${UNITS[unit]}`;
}

/** Microseconds as seconds with six decimals. */
export function secondsText(microseconds: number): string {
  return (microseconds / 1e6).toFixed(6);
}

/** What part of `whole` it is, as "98.76%". */
export function percentText(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : (part * 100) / whole).toFixed(2)}%`;
}
