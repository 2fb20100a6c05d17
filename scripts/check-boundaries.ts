/**
 * Holds every source file to its package's boundaries, and fails with one line for each crossing.
 */
import { boundaries, crossings } from './boundaries.ts';
import { filesUnder, textOf } from './tree.ts';

const sources = boundaries
  .flatMap(({ folder }) => filesUnder(`${folder}/src`))
  .filter((path) => path.endsWith('.ts'));
const found = sources.flatMap((path) => crossings(path, textOf(path)));
for (const { path, line, reason } of found) console.error(`${path}:${line}  ${reason}`);
console.log(`boundaries: ${sources.length} files, ${found.length} crossings`);
if (found.length > 0) process.exitCode = 1;
