/** The TypeScript of a reply type: `'bulk|null'` becomes `Text | null`. */

import type { CommandSpec } from '@redwing/protocol';

type ReplyType = NonNullable<CommandSpec['reply']>;

const SCALARS: Readonly<Record<string, string>> = {
  ok: "'OK'",
  simple: 'string',
  bulk: 'Text',
  verbatim: 'string',
  integer: 'number',
  double: 'number',
  boolean: 'boolean',
  null: 'null',
  none: 'undefined',
  any: 'unknown',
};

export function replyText(type: ReplyType): string {
  if (typeof type === 'string') return union(type.split('|').map((word) => SCALARS[word] ?? 'unknown'));
  if ('array' in type) return `${inner(type.array)}[]`;
  if ('set' in type) return `Set<${replyText(type.set)}>`;
  if ('pairs' in type) return `[${type.pairs.map(replyText).join(', ')}][]`;
  if ('map' in type) return `Record<string, ${replyText(type.map)}>`;
  if ('tuple' in type) return `[${type.tuple.map(replyText).join(', ')}]`;
  if ('push' in type) return `[${type.push.map(replyText).join(', ')}]`;
  if ('either' in type) return union(type.either.flatMap((each) => replyText(each)));
  if ('given' in type) return union([replyText(type.reply), replyText(type.otherwise)]);
  const fields = Object.entries(type.record).map(([field, each]) => `${property(field)}: ${replyText(each)}`);
  return `{ ${fields.join('; ')} }`;
}

function inner(type: ReplyType): string {
  const text = replyText(type);
  return isUnion(text) ? `(${text})` : text;
}

/** Whether a type is a union at its outermost level, not only inside of brackets. */
function isUnion(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if ('[{(<'.includes(character)) depth++;
    else if (']})>'.includes(character)) depth--;
    else if (character === '|' && depth === 0) return true;
  }
  return false;
}

function union(types: readonly string[]): string {
  const unique = [...new Set(types)];
  return unique.includes('unknown') ? 'unknown' : unique.join(' | ');
}

function property(field: string): string {
  return /^[a-z_]\w*$/i.test(field) ? field : `'${field}'`;
}
