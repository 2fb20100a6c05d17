/**
 * The source of the files in `commands/methods`: an interface for each group of commands, from the command
 * table.
 *
 * Types alone could derive the methods as well, but not give their parameters names or their documentation
 * a place, and those are most of what an editor shows. The files are committed, so that people can read them;
 * interface-source.test.ts fails when they are not what the table says, and `vitest run -u` on it writes them.
 */

import type { Method } from '../method.ts';
import { camelCase, methods } from '../method.ts';
import { overloadsOf } from './overloads.ts';
import { replyText } from './reply-text.ts';
import { signatureOf } from './signature.ts';

const COLUMNS_MAX = 110;
const WORD_TYPES = [
  ...['Argument', 'Arguments', 'Fields', 'NumberArgument', 'OneOrMore', 'Options', 'Pairs'],
  ...['With', 'Without'],
];
const HEAD = `// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them
`;

/** The files by their names. */
export function interfaceSources(): ReadonlyMap<string, string> {
  const groups = new Map<string, Method[]>();
  for (const method of methods) {
    const { group } = method.command.spec;
    groups.set(group, [...(groups.get(group) ?? []), method]);
  }
  const files = new Map<string, string>();
  for (const [group, members] of groups) files.set(`${group}.ts`, groupSource(group, members));
  files.set('all.ts', allSource([...groups.keys()]));
  return files;
}

function allSource(groups: readonly string[]): string {
  const names = [...groups].sort();
  const imports = names.map((group) => `import type { ${interfaceName(group)} } from './${group}.ts';\n`);
  const parents = names.map((group) => `    ${interfaceName(group)}<Text>`);
  return `${HEAD}
import type { ReplyText } from '@redwing/protocol';
${imports.join('')}
/** Every command that has a method. \`Text\` is what bulk strings come as: string or Buffer. */
export interface CommandMethods<Text extends ReplyText = string>
  extends
${parents.join(',\n')} {}
`;
}

function groupSource(group: string, members: readonly Method[]): string {
  const written = members.map(methodSource);
  const options = written.map((each) => each.options).join('');
  const body = written.map((each) => each.method).join('\n');
  const text = options + body;
  const imports = WORD_TYPES.filter((name) => new RegExp(`[^\\w']${name}\\b`).test(text));
  const from = imports.length === 0 ? '' : `import type { ${imports.join(', ')} } from '../words.ts';\n`;
  const usesText = /\bText\b/.test(body);
  const replyTextImport = "import type { ReplyText } from '@redwing/protocol';\n";
  // Each interface has the parameter, so that all of them can be named alike; some do not use it.
  const parameter = usesText ? 'Text extends ReplyText' : '_Text extends ReplyText';
  return `${HEAD}
${replyTextImport}${from}${options}
export interface ${interfaceName(group)}<${parameter}> {
${body}}
`;
}

function interfaceName(group: string): string {
  const name = camelCase(group);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Commands`;
}

function methodSource(method: Method): { method: string; options: string } {
  const { name, command } = method;
  const optionsName = `${name.charAt(0).toUpperCase()}${name.slice(1)}Options`;
  const { parameters, options } = signatureOf(command.args, optionsName);
  const reply = command.spec.reply === undefined ? 'unknown' : replyText(command.spec.reply);
  const overloads = overloadsOf(
    command.spec.reply ?? 'any',
    command.args,
    { parameters, options },
    method.words.length,
  );
  const lines = [...overloads, { parameters, reply }].flatMap((each) => [
    ...documentation(method),
    ...declaration(name, each.parameters, each.reply),
  ]);
  return { method: `${lines.join('\n')}\n`, options: optionsSource(method, optionsName, options) };
}

function documentation(method: Method): string[] {
  const { spec } = method.command;
  const lines = wrap(spec.summary);
  if (spec.deprecated !== undefined) lines.push(`@deprecated Use ${plainWords(spec.deprecated.replacedBy)}.`);
  const only = lines.length === 1 ? lines[0] : undefined;
  if (only !== undefined) return [`  /** ${only} */`];
  return ['  /**', ...lines.map((line) => `   * ${line}`), '   */'];
}

/** The table marks the words of options with an exclamation mark for COMMAND DOCS. */
function plainWords(text: string): string {
  return text.replaceAll('`!', '`');
}

function declaration(name: string, parameters: readonly string[], reply: string): string[] {
  const line = `  ${name}(${parameters.join(', ')}): Promise<${reply}>;`;
  if (line.length <= COLUMNS_MAX) return [line];
  const ending = `  ): Promise<${reply}>;`;
  const broken = ending.length <= COLUMNS_MAX ? [ending] : ['  ): Promise<', `    ${reply}`, '  >;'];
  return [`  ${name}(`, ...parameters.map((each) => `    ${each},`), ...broken].map((each) =>
    each.startsWith('    ...') ? each.replace(/,$/, '') : each,
  );
}

function optionsSource(method: Method, name: string, properties: readonly string[]): string {
  if (properties.length === 0) return '';
  const lines = properties.map((property) => `  readonly ${property};\n`);
  return `
/** The options of ${method.words.join(' ')}. */
export interface ${name} {
${lines.join('')}}
`;
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length > COLUMNS_MAX - 8) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
