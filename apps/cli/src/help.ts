/** `help`, `help set`, `help client kill`, `help @string`: from the table of commands. */
import type { Command } from '@redwing/client';
import { commandList, commandSyntax, describeReply, fullCommandList, syntaxName } from '@redwing/client';
import type { Palette } from './rendering/palette.ts';

const KEYS = `  Tab            completes commands, subcommands and option words
  Up, Down       walk through the history, of lines that begin as the typed one does
  Ctrl+C         clears the line, stops MONITOR, ends what waits for a reply (BLPOP …)
  Ctrl+D         leaves, as exit and quit do`;

/** Everything `help` can be asked, in capitals. */
export function helpTopics(): string[] {
  return [...fullCommandList.map(syntaxName), ...groups().map((group) => `@${group.toUpperCase()}`)];
}

/** The answer to `help` and these words. */
export function helpFor(words: readonly string[], palette: Palette): string {
  const topic = words.join(' ').toUpperCase();
  if (topic === '') return overview(palette);
  if (topic.startsWith('@')) return group(topic.slice(1).toLowerCase(), palette);
  const command = fullCommandList.find((candidate) => syntaxName(candidate) === topic);
  if (command !== undefined) return page(command, palette);
  const similar = fullCommandList.filter((candidate) => syntaxName(candidate).includes(topic));
  if (similar.length > 0) return table(similar, palette);
  return `No command is called ${words.join(' ')}. 'help' lists what there is.`;
}

function overview(palette: Palette): string {
  const lines = groups().map((name) => {
    const names = commandList.filter(({ spec }) => spec.group === name && spec.internal !== true);
    return `${palette.status(`@${name}`)}\n${wrapped(names.map(syntaxName).sort(), 2)}`;
  });
  return `${lines.join('\n')}

${KEYS}

'help set' tells about a command, 'help @string' about a group of them. 'clear' clears the screen.`;
}

function group(name: string, palette: Palette): string {
  const members = commandList.filter(({ spec }) => spec.group === name && spec.internal !== true);
  if (members.length === 0)
    return `There is no group @${name}, but ${groups()
      .map((each) => `@${each}`)
      .join(', ')}.`;
  return table(members, palette);
}

function page(command: Command, palette: Palette): string {
  const { spec } = command;
  const facts: [string, string | undefined][] = [
    ['since', spec.since],
    ['group', `@${spec.group}`],
    ['complexity', spec.complexity],
    ['reply', spec.reply === undefined ? undefined : describeReply(spec.reply)],
    ['beyond Redis', spec.extension],
    ['deprecated', deprecation(command)],
  ];
  const shown = facts.flatMap(([name, fact]) =>
    fact === undefined ? [] : [`  ${palette.aside(`${name}:`)} ${fact.replaceAll('`', '')}`],
  );
  const subcommands = command.subcommands.length > 0 ? ['', table(command.subcommands, palette)] : [];
  return [palette.status(commandSyntax(command)), spec.summary, ...shown, ...subcommands].join('\n');
}

function deprecation({ spec }: Command): string | undefined {
  const { deprecated } = spec;
  return deprecated === undefined ? undefined : `since ${deprecated.since}; use ${deprecated.replacedBy}`;
}

function table(commands: readonly Command[], palette: Palette): string {
  return commands
    .map((command) => `${palette.status(commandSyntax(command))}\n    ${command.spec.summary}`)
    .join('\n');
}

function groups(): string[] {
  return [...new Set(commandList.map(({ spec }) => spec.group))].sort();
}

function wrapped(words: readonly string[], indent: number): string {
  const width = 78;
  const margin = ' '.repeat(indent);
  const lines: string[] = [];
  let line = margin;
  for (const word of words) {
    if (line.length + word.length > width && line !== margin) {
      lines.push(line.trimEnd());
      line = margin;
    }
    line += `${word}  `;
  }
  lines.push(line.trimEnd());
  return lines.join('\n');
}
