export * from './glob.ts';
export * from './json.ts';
