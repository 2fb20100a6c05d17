/**
 * How every package is built: one bundle of each format from the package's entries, with declarations for both.
 * The workspace's other packages stay imports, resolved by the user's package manager.
 */
import type { Options } from 'tsup';

const common: Options = {
  entry: ['src/index.ts'],
  target: 'node20.19',
  platform: 'node',
  sourcemap: true,
  clean: true,
  // The packages see each other's source while they are built, so declarations never wait for another build.
  tsconfig: 'tsconfig.json',
};

/** A library: ESM and CommonJS, each with its own declarations, so that both kinds of importer get types. */
export const library: Options = {
  ...common,
  format: ['esm', 'cjs'],
  // The path in tsconfig.base.json is relative to that file, but tsup reads it from the package's folder.
  dts: { compilerOptions: { types: ['node', '../../buffer-methods.d.ts'] } },
  // Gives CommonJS bundles an `import.meta.url`, which is how worker files are found beside the bundle.
  shims: true,
};

/** A runnable: an ESM bundle without declarations, started by the small file in `bin/`. */
export const app: Options = {
  ...common,
  entry: ['src/main.ts'],
  format: ['esm'],
  dts: false,
};
