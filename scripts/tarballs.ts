/**
 * Packs every package as it would be published: pnpm puts real versions in place of `workspace:` and leaves the
 * development condition out of the exports.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm } from './programs.ts';
import { root } from './tree.ts';

/** A package as packed. */
export interface Tarball {
  readonly name: string;
  /** Absolute path of the `.tgz` file. */
  readonly file: string;
  /** Whether it is to be imported; an app is only to be run. */
  readonly library: boolean;
}

/**
 * Packs every package, each into a folder of its own within the given one: `@redwing/server` and `redwing-server`
 * would otherwise overwrite each other, for the names of their files are the same. The packages must be built.
 */
export function packAll(folder: string): Tarball[] {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((directory) => {
      const source = join(root, group, directory);
      const destination = join(folder, `${group}-${directory}`);
      mkdirSync(destination);
      pnpm(['pack', '--pack-destination', destination], source);
      const [file, ...others] = readdirSync(destination);
      if (file === undefined || others.length > 0) throw new Error(`${source} was not packed as one file`);
      const manifest: { name: string; types?: string } = JSON.parse(
        readFileSync(join(source, 'package.json'), 'utf8'),
      );
      return { name: manifest.name, file: join(destination, file), library: manifest.types !== undefined };
    }),
  );
}
