/**
 * The vocabulary of the command table.
 *
 * A command is a literal object, written once in the file of its group:
 *
 *     getex: {
 *       summary: 'Reads a string and changes or removes its time to live in the same step.',
 *       group: 'string',
 *       since: '6.2.0',
 *       complexity: 'O(1)',
 *       flags: ['write', 'fast'],
 *       args: [
 *         { key: 'key' },
 *         { oneof: 'expiration', optional: true, of: [{ integer: 'seconds', token: 'EX' }, …] },
 *       ],
 *       keys: [{ begin: 1, flags: ['RW', 'access', 'update'] }],
 *       reply: 'bulk|null',
 *     },
 *
 * Everything else (arity, ACL categories, key positions, COMMAND INFO and DOCS, the syntax line, a
 * client's types) is derived. The group files hold literals `as const` and no calls: only so do
 * declarations come out file by file (isolatedDeclarations) with every literal kept, which is what a
 * client derives its methods from. For the same reason each group file ends in `name satisfies
 * CommandSpecs`, a check that costs nothing at run time; table.test.ts catches the misspelt optional
 * fields that such a check lets through.
 */

import type { CategoryName } from './categories.ts';
import type { DeclaredFlag } from './flags.ts';
import type { KeyFlagName } from './key-flags.ts';
import type { Reply } from './reply-type.ts';

export type CommandGroup =
  | 'generic'
  | 'string'
  | 'list'
  | 'set'
  | 'sorted-set'
  | 'hash'
  | 'pubsub'
  | 'transactions'
  | 'connection'
  | 'server'
  | 'scripting'
  | 'hyperloglog'
  | 'cluster'
  | 'geo'
  | 'stream'
  | 'bitmap'
  /** Redwing's own: messages about changed keys. */
  | 'notify';

interface ArgumentTraits {
  /** The word typed before the argument, or in its place if there is nothing else. */
  readonly token?: string;
  readonly since?: string;
  readonly deprecatedSince?: string;
  readonly optional?: true;
  /** May be repeated. */
  readonly multiple?: true;
  /** When repeated, the token is repeated too. */
  readonly multipleToken?: true;
}

/** A word of the option language. Its name is the token in lower case unless given. */
export interface TokenSpec extends ArgumentTraits {
  readonly token: string;
  readonly name?: string;
}

/** One argument the user chooses: the property says of which kind it is and holds its name. */
export type ValueSpec = ArgumentTraits &
  (
    | { readonly key: string /** Index into `keys`, 0 unless given. */; readonly spec?: number }
    | { readonly string: string }
    | { readonly integer: string }
    | { readonly double: string }
    | {
        readonly pattern: string /** The key spec of the keys it makes up, if any. */;
        readonly spec?: number;
      }
    | { readonly unixTime: string }
  );

/** Several arguments: one of them (`oneof`) or all, in order (`block`). */
export type GroupSpec = ArgumentTraits &
  ({ readonly oneof: string } | { readonly block: string }) & { readonly of: readonly ArgumentSpec[] };

export type ArgumentSpec = TokenSpec | ValueSpec | GroupSpec;

/** Looks for a word from an argument on; from a negative one backwards, counted from the end. */
export interface KeywordSearch {
  readonly keyword: string;
  readonly from: number;
}

/** Where keys stand in a request; argument 0 is the command name. */
export interface KeySpec {
  /** Index of the first key (or of the count of keys), or the word after which it stands. */
  readonly begin: number | KeywordSearch | 'unknown';
  /** Last key, relative to the first; negative: counted from the end of the request. 0 unless given. */
  readonly last?: number;
  /** Distance from key to key. 1 unless given. */
  readonly step?: number;
  /** With `last: -1`, the first 1/limit of the remaining arguments are keys. 0 (no limit) unless given. */
  readonly limit?: number;
  /** The argument at `begin` + `index` counts the keys, which start at `begin` + `first`. */
  readonly keynum?: { readonly index: number; readonly first: number; readonly step: number };
  readonly flags: readonly KeyFlagName[];
  readonly notes?: string;
}

export interface CommandSpec {
  /** One sentence. */
  readonly summary: string;
  readonly group: CommandGroup;
  /** The version of Redis that had it first; for Redwing's own commands, of Redwing. */
  readonly since: string;
  readonly complexity?: string;
  readonly flags: readonly DeclaredFlag[];
  /** ACL categories that stand in place of the one its group implies. */
  readonly categories?: readonly CategoryName[];
  /** Hints for clients and proxies, in Redis's words: request_policy, response_policy and so on. */
  readonly tips?: readonly string[];
  /** What changed in it, by version. */
  readonly history?: readonly (readonly [version: string, change: string])[];
  readonly deprecated?: { readonly since: string; readonly replacedBy: string };
  /** Not meant for people: spoken between servers, or for tests of the server. */
  readonly internal?: true;
  /** In what it goes beyond Redis 7.0. */
  readonly extension?: string;
  readonly args?: readonly ArgumentSpec[];
  /** The fewest words a request has, the name included, where Redis takes fewer than the grammar tells. */
  readonly wordsMin?: number;
  /** The most words a request has, the name included, where `arity` ("at least") cannot tell. */
  readonly wordsMax?: number;
  /** Takes more words than the grammar tells and does nothing with them. */
  readonly ignoresSurplus?: true;
  readonly keys?: readonly KeySpec[];
  /** Of a container, the reply it gives without a subcommand, if it may be called so. */
  readonly reply?: Reply;
  readonly subcommands?: { readonly [name: string]: CommandSpec };
}

export interface CommandSpecs {
  readonly [name: string]: CommandSpec;
}
