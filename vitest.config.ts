/**
 * One configuration for every test of the repository. Tests run from source: the `@redwing/source` condition makes
 * the packages resolve each other's `src/index.ts`, so nothing has to be built first.
 */
import type { ViteUserConfig } from 'vitest/config';

// Ours first; the rest are Vite's own for code that runs in Node.js, which setting the list would otherwise drop.
const conditions = ['@redwing/source', 'module', 'node', 'development|production'];

const config: ViteUserConfig = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
};

export default config;
