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
  return alternatives(text).length > 1;
}

/** What a type is a union of at its outermost level. */
function alternatives(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ('[{(<'.includes(character)) depth++;
    else if (']})>'.includes(character)) depth--;
    else if (character === '|' && depth === 0) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...found, text.slice(from).trim()];
}

/** Each type once, null last. */
function union(types: readonly string[]): string {
  const unique = new Set(types.flatMap(alternatives));
  if (unique.has('unknown')) return 'unknown';
  return [...[...unique].filter((type) => type !== 'null'), ...(unique.has('null') ? ['null'] : [])].join(
    ' | ',
  );
}

function property(field: string): string {
  return /^[a-z_]\w*$/i.test(field) ? field : `'${field}'`;
}
