/**
 * docs/commands.md, made from the table of commands, so that the page cannot say anything else.
 *
 * A group is a section, a command a heading (and so an address: docs/commands.md#getex). Subcommands stand after
 * their container, which has no entry of its own unless it may be called alone.
 */
import type { Command, CommandGroup, Reply } from '../packages/protocol/src/index.ts';
import {
  CommandFlag,
  categoryNames,
  commandList,
  commandSyntax,
  syntaxName,
} from '../packages/protocol/src/index.ts';

/** Sections in the order in which a person learns the commands. */
const groups: readonly (readonly [CommandGroup, string, string])[] = [
  ['string', 'Strings', 'A value is a run of bytes of up to 512 MiB; some commands read it as a number.'],
  ['bitmap', 'Bits', 'Strings, seen as arrays of bits.'],
  ['hash', 'Hashes', 'Fields with values under one key.'],
  ['set', 'Sets', 'Members without an order, each once.'],
  ['list', 'Lists', 'Elements in order, added and taken at both ends: queues and stacks.'],
  [
    'hyperloglog',
    'HyperLogLogs',
    'Strings that count how many different elements they were shown, to within a percent.',
  ],
  [
    'sorted-set',
    'Sorted sets',
    'Members in the order of their scores, or of their bytes where scores are equal.',
  ],
  ['geo', 'Places', 'Sorted sets whose members are places, searched by how near they are.'],
  ['stream', 'Streams', 'Entries of fields with values in the order of their ids, read by one or by groups.'],
  ['generic', 'Keys', 'For keys of any type: deleting, renaming, expiring, walking through them.'],
  [
    'notify',
    'Notifications',
    'Messages about changed keys, which can be resumed: see [notify.md](notify.md).',
  ],
  ['pubsub', 'Publish and subscribe', 'Messages on channels, to whoever listens at that moment.'],
  ['transactions', 'Transactions', 'Several commands as one unit, if watched keys stay as they are.'],
  ['connection', 'Connections', 'What a client says about itself, and about other clients.'],
  ['server', 'The server', 'Settings, statistics, replication and what helps to find a fault.'],
];

const INTRODUCTION = `# Commands

<!-- Made from packages/protocol/src/commands by scripts/write-commands-page.ts. -->

Every command of the server, with its syntax: what stands in brackets may be left out, a bar separates
choices, and words in capitals are typed as they stand. *Since* is the version of Redis that had the command
first; Redwing's own commands say so. The server tells the same with \`COMMAND DOCS\`.
`;

/** The page. */
export function commandsPage(): string {
  return [INTRODUCTION, contents(), ...groups.map(section)].join('\n');
}

/** The commands that have a heading, in the order of the page. */
export function documentedCommands(): readonly Command[] {
  return groups.flatMap(([group]) => commandsOf(group));
}

function commandsOf(group: CommandGroup): readonly Command[] {
  return commandList
    .filter((command) => command.spec.group === group)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((command) => [...(isCallable(command) ? [command] : []), ...command.subcommands]);
}

/** A container answers by itself only if the table gives it a reply. */
function isCallable(command: Command): boolean {
  return command.subcommands.length === 0 || command.spec.reply !== undefined;
}

function contents(): string {
  const lines = groups.map(([group, title]) => {
    const names = commandsOf(group).map((command) => {
      const name = syntaxName(command);
      return `[${name}](#${name.toLowerCase().replaceAll(' ', '-')})`;
    });
    return `**${title}:** ${names.join(', ')}\n`;
  });
  return lines.join('\n');
}

function section([group, title, sentence]: (typeof groups)[number]): string {
  return [`## ${title}\n\n${sentence}\n`, ...commandsOf(group).map(entry)].join('\n');
}

function entry(command: Command): string {
  const { spec } = command;
  const notes = [
    spec.extension === undefined ? '' : `*Beyond Redis 7.0:* ${spec.extension}`,
    spec.deprecated === undefined ? '' : deprecation(spec.deprecated),
    ...(spec.history ?? []).map(([version, change]) => `*${version}:* ${change}`),
  ];
  const parts = [
    `### ${syntaxName(command)}`,
    `\`\`\`text\n${commandSyntax(command)}\n\`\`\``,
    spec.summary,
    facts(command).join(' · '),
    notes
      .filter((note) => note !== '')
      .map((note) => `- ${note}`)
      .join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function facts(command: Command): string[] {
  const { spec, flags } = command;
  const own = spec.extension !== undefined && spec.since.startsWith('0.');
  return [
    own ? `since Redwing ${spec.since}` : `since ${spec.since}`,
    ...(spec.complexity === undefined ? [] : [spec.complexity.replace(/\.$/, '')]),
    ...(spec.reply === undefined ? [] : [`answers ${replyText(spec.reply)}`]),
    ...(flags & CommandFlag.no_multi ? ['not in MULTI'] : []),
    ...(spec.internal === true ? ['spoken between servers, or for tests'] : []),
    categoryNames(command.categories)
      .map((name) => `@${name}`)
      .join(' '),
  ];
}

function deprecation({ since, replacedBy }: { readonly since: string; readonly replacedBy: string }): string {
  // The table marks words of syntax as Redis's documents do, with an exclamation mark.
  return `*Out of use since ${since}:* ${replacedBy.replaceAll('`!', '`')} does the same.`;
}

const scalars: Readonly<Record<string, string>> = {
  ok: 'OK',
  simple: 'a word',
  bulk: 'a string',
  verbatim: 'text for people',
  integer: 'an integer',
  double: 'a number',
  boolean: 'true or false',
  null: 'null',
  none: 'nothing',
  any: 'a reply of any kind',
};

/** A reply type in words. */
function replyText(reply: Reply): string {
  if (typeof reply === 'string') {
    return reply
      .split('|')
      .map((name) => scalars[name] ?? name)
      .join(' or ');
  }
  if ('array' in reply) return `a list, each ${replyText(reply.array)}`;
  if ('set' in reply) return `a set, each ${replyText(reply.set)}`;
  if ('pairs' in reply) return `a list, each a list of ${reply.pairs.map(replyText).join(', ')}`;
  if ('map' in reply) return `a map, each value ${replyText(reply.map)}`;
  if ('record' in reply) return `a map of ${Object.keys(reply.record).join(', ')}`;
  if ('tuple' in reply && reply.tuple.length === 0) return 'an empty list';
  if ('tuple' in reply) return `a list of ${reply.tuple.map(replyText).join(', ')}`;
  if ('push' in reply) return 'messages';
  if ('given' in reply) {
    const condition = typeof reply.given === 'string' ? `\`${reply.given}\`` : 'further arguments';
    const inner = replyText(reply.reply);
    const isNested = typeof reply.reply === 'object' && 'given' in reply.reply;
    return `with ${condition} ${isNested ? `(${inner})` : inner}, otherwise ${replyText(reply.otherwise)}`;
  }
  return [...new Set(reply.either.map(replyText))].join(' or ');
}
