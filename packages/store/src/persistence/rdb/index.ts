export * from './entry.ts';
export * from './format.ts';
export * from './input.ts';
export * from './output.ts';
export * from './rdb-error.ts';
export * from './reader.ts';
export * from './value-reader.ts';
export * from './writer.ts';
