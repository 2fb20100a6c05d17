export * from './ascii-text.ts';
export * from './float.ts';
export * from './integer.ts';
export * from './long-double.ts';
export * from './ordered-double.ts';
