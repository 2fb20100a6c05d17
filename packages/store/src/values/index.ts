export { HashValue } from './hash-value.ts';
export * from './listpack.ts';
export { ListpackCursor } from './listpack-cursor.ts';
export { Needle } from './needle.ts';
export { PackedEntry } from './packed-entry.ts';
export { RecordTable } from './record-table.ts';
export type { PlaceSource } from './sampling.ts';
export { sampleDistinct } from './sampling.ts';
export type { ValueForm } from './value-form.ts';
