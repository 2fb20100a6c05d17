/** The argument grammar in uniform shape: what arity, documents and the syntax line walk through. */

import type { ArgumentSpec } from './command-spec.ts';

export type ArgumentType =
  | 'key'
  | 'string'
  | 'integer'
  | 'double'
  | 'pattern'
  | 'unix-time'
  | 'pure-token'
  | 'oneof'
  | 'block';

export interface Argument {
  readonly name: string;
  readonly type: ArgumentType;
  readonly token: string | undefined;
  /** Of a key, or of a pattern that names keys, the index of its key spec. */
  readonly keySpec: number | undefined;
  readonly since: string | undefined;
  readonly deprecatedSince: string | undefined;
  readonly optional: boolean;
  readonly multiple: boolean;
  readonly multipleToken: boolean;
  /** Of a `oneof` or a `block`, what it is made of. */
  readonly arguments: readonly Argument[];
}

export function resolveArguments(specs: readonly ArgumentSpec[]): readonly Argument[] {
  return specs.map(resolveArgument);
}

function resolveArgument(spec: ArgumentSpec): Argument {
  const [type, name] = kindOf(spec);
  return {
    name,
    type,
    token: spec.token,
    keySpec: 'key' in spec ? (spec.spec ?? 0) : 'pattern' in spec ? spec.spec : undefined,
    since: spec.since,
    deprecatedSince: spec.deprecatedSince,
    optional: spec.optional ?? false,
    multiple: spec.multiple ?? false,
    multipleToken: spec.multipleToken ?? false,
    arguments: 'of' in spec ? resolveArguments(spec.of) : [],
  };
}

function kindOf(spec: ArgumentSpec): [ArgumentType, string] {
  if ('key' in spec) return ['key', spec.key];
  if ('string' in spec) return ['string', spec.string];
  if ('integer' in spec) return ['integer', spec.integer];
  if ('double' in spec) return ['double', spec.double];
  if ('pattern' in spec) return ['pattern', spec.pattern];
  if ('unixTime' in spec) return ['unix-time', spec.unixTime];
  if ('oneof' in spec) return ['oneof', spec.oneof];
  if ('block' in spec) return ['block', spec.block];
  return ['pure-token', spec.name ?? spec.token.toLowerCase()];
}
