export * from './listpack.ts';
export { ListpackCursor } from './listpack-cursor.ts';
export { Needle } from './needle.ts';
