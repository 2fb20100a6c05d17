/** Configuration as options in code: `{ port: 0, maxmemory: "64mb", save: [900, 1], appendonly: false }`. */

import { encodeText } from './byte-strings.ts';
import type { SettingName } from './directives/directives.ts';
import { directives, settingNames } from './directives/directives.ts';
import type { Statement } from './file.ts';

type KebabCase<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${KebabCase<Rest>}`
    : `-${Lowercase<First>}${KebabCase<Rest>}`
  : Text;

/** A value of an option: text as in the file, or what stands for it in code. `true` is yes, `false` is no. */
export type OptionValue = string | number | boolean | readonly (string | number)[];

/** Options by the names of directives ("maxmemory-policy") or in camel case (maxmemoryPolicy). */
export type ConfigurationRecord = {
  readonly [Name in SettingName | KebabCase<SettingName>]?: OptionValue | undefined;
};

/** The options as the lines that a file would hold. */
export function statementsOf(record: ConfigurationRecord): Statement[] {
  const statements: Statement[] = [];
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined) continue;
    const setting = settingNames.find((candidate) => candidate === key);
    const name = setting === undefined ? key : directives[setting].name;
    const words = wordsOf(value);
    const text = [name, ...words].join(' ');
    statements.push({
      words: [name, ...words.map(encodeText)],
      origin: { source: 'the options', line: undefined, text },
    });
  }
  return statements;
}

function wordsOf(value: OptionValue): string[] {
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  if (typeof value === 'object') return value.length === 0 ? [''] : value.map(String);
  return [String(value)];
}
