import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { interfaceSources } from './interface-source.ts';

const folder = fileURLToPath(new URL('../methods/', import.meta.url));
const sources = interfaceSources();

test.each([...sources])(
  'methods/%s is what the command table says (run with -u to write it)',
  async (name, source) => {
    await expect(source).toMatchFileSnapshot(`${folder}${name}`);
  },
);

test('no file is left over from a group that is gone', () => {
  expect(readdirSync(folder).sort()).toEqual([...sources.keys()].sort());
});
