/**
 * What every kind of configuration value has in common.
 *
 * A setting is kept twice: as the value the server works with, and as the text that CONFIG GET shows. The
 * text is what decides whether a setting changed, and it is exact where the value cannot be: Redis counts
 * bytes in 64 bits, a JavaScript number is exact up to 2^53.
 *
 * Texts and words are byte strings: one UTF-16 unit per byte, as `Buffer.latin1Slice` gives them. A client
 * may set a value of any bytes, and must be shown the same bytes again.
 */

/** A value as the server uses it, and as CONFIG GET shows it. */
export interface Setting<Value> {
  readonly value: Value;
  readonly text: string;
}

/** Why words were no value; the reason is worded as Redis words it. */
export class Invalid {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What a value depends on beside its words. */
export interface ParseContext {
  /** Whether an earlier line of the same load named the directive; the lines of `save` then add up. */
  readonly repeated: boolean;
  /** Relative paths start here. */
  readonly workingDirectory: string;
}

/** One kind of value: its grammar, in both directions. */
export interface ValueSyntax<Value> {
  /** The grammar in a few words, for messages and docs/configuration.md. */
  readonly form: string;
  /** Whether a line of the file may hold several words for it. */
  readonly manyWords: boolean;
  /** Written by CONFIG REWRITE even while it has its default, because the default depends on the start. */
  readonly alwaysWritten: boolean;
  /** Reads words; `before` is the setting that holds until now. */
  parse(
    words: readonly string[],
    before: Setting<Value> | undefined,
    context: ParseContext,
  ): Setting<Value> | Invalid;
  /** What follows the directive's name in a configuration file, a string per line. */
  fileLines(setting: Setting<Value>): readonly string[];
}

/** A kind of value that is exactly one word. */
export function oneWord<Value>(
  form: string,
  parse: (word: string) => Setting<Value> | Invalid,
  fileText: (setting: Setting<Value>) => string = (setting) => setting.text,
): ValueSyntax<Value> {
  return {
    form,
    manyWords: false,
    alwaysWritten: false,
    parse(words) {
      const [word] = words;
      if (word === undefined || words.length > 1) return new Invalid('wrong number of arguments');
      return parse(word);
    },
    fileLines: (setting) => [fileText(setting)],
  };
}

/** A kind of value that is any number of words. */
export function manyWords<Value>(
  form: string,
  parse: ValueSyntax<Value>['parse'],
  fileLines: ValueSyntax<Value>['fileLines'],
): ValueSyntax<Value> {
  return { form, manyWords: true, alwaysWritten: false, parse, fileLines };
}
