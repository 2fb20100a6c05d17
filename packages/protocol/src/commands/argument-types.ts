/**
 * From the grammar of a command to the type of its argument list.
 *
 * Leading arguments that every request has are typed one by one. From the first option on the list is open:
 * options may come in any order, and a type that spelt out all orders would cost more than it tells. What
 * stays exact at the end is a repeated value (`key [key ...]`) and a lone optional one (`PING [message]`).
 */

/** A number, or its text where it exceeds what a number holds. */
type NumberLike<Text> = number | bigint | Text;

type ValueKind = 'key' | 'string' | 'integer' | 'double' | 'pattern' | 'unixTime';

type AnyArguments<Text> = NumberLike<Text>[];

/** The type of one value without a token before it; `never` for everything else. */
type PlainValue<Argument, Text> = Argument extends { readonly token: string } | { readonly of: unknown }
  ? never
  : Argument extends
        | { readonly integer: string }
        | { readonly double: string }
        | { readonly unixTime: string }
    ? NumberLike<Text>
    : Text;

/** The words of a choice such as `ON | OFF`; `never` if an alternative is more than one word. */
type ChoiceWords<Argument> = Argument extends {
  readonly oneof: string;
  readonly token?: never;
  readonly of: readonly (infer Alternative)[];
}
  ? [Alternative] extends [{ readonly token: infer Token extends string }]
    ? Extract<KeysOfUnion<Alternative>, ValueKind | 'of'> extends never
      ? Token | Lowercase<Token>
      : never
    : never
  : never;

type KeysOfUnion<T> = T extends unknown ? keyof T : never;

/** The argument list of a grammar. `Text` is what the caller may pass where bytes are meant. */
export type ArgumentTuple<Args, Text> = Args extends readonly [infer Head, ...infer Tail]
  ? Head extends { readonly optional: true } | { readonly multiple: true }
    ? Tail extends readonly []
      ? LastArguments<Head, Text>
      : OpenArguments<Head, Text>
    : [PlainValue<Head, Text> | ChoiceWords<Head>] extends [never]
      ? OpenArguments<Head, Text>
      : [PlainValue<Head, Text> | ChoiceWords<Head>, ...ArgumentTuple<Tail, Text>]
  : [];

type OpenArguments<Head, Text> = Head extends { readonly optional: true }
  ? AnyArguments<Text>
  : [NumberLike<Text>, ...AnyArguments<Text>];

type LastArguments<Head, Text> = [PlainValue<Head, Text>] extends [never]
  ? OpenArguments<Head, Text>
  : Head extends { readonly multiple: true }
    ? Head extends { readonly optional: true }
      ? PlainValue<Head, Text>[]
      : [PlainValue<Head, Text>, ...PlainValue<Head, Text>[]]
    : [PlainValue<Head, Text>?];
