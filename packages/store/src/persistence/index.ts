export * from './crc64.ts';
export * from './dump.ts';
export * from './lzf.ts';
export * from './rdb/index.ts';
export * from './values/index.ts';
