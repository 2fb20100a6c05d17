/**
 * The files of the repository as the checks see them: everything a person wrote, nothing a tool put there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder, as an absolute path. */
export const root: string = fileURLToPath(new URL('..', import.meta.url));

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git', '.turbo', '.vscode', '.idea']);

/** Lists the files under a folder, given and returned relative to the top folder, in a stable order. */
export function filesUnder(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (notOurs.has(entry.name)) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...filesUnder(path));
    else if (entry.isFile()) found.push(path);
  }
  return found.sort();
}

/** The text of a file given relative to the top folder. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
