/**
 * What a directive is: one row of the table that CONFIG, the file and docs/configuration.md all come from.
 */

import type { ValueSyntax } from './syntax/value-syntax.ts';

/**
 * What Redwing does with a directive:
 * - `implemented`: what its summary says.
 * - `accepted`: nothing, because it has no meaning here; a file written for Redis may keep it.
 * - `planned`: nothing yet; it will get its meaning in a later version.
 */
export type Effect = 'implemented' | 'accepted' | 'planned';

/** A directive of the configuration language. */
export interface Directive<Value> {
  readonly name: string;
  /** The older name that Redis still takes. */
  readonly alias: string | undefined;
  readonly syntax: ValueSyntax<Value>;
  /** The default, as CONFIG SET would take it. */
  readonly default: string;
  readonly summary: string;
  readonly effect: Effect;
  /** Why it has no effect, for the log and the documentation; undefined when it is implemented. */
  readonly because: string | undefined;
  /** When CONFIG SET may change it: never, only if enable-protected-configs allows it, or always. */
  readonly change: 'never' | 'protected' | 'always';
  /** Shown by CONFIG GET only under its exact name: switches for tests of the server. */
  readonly hidden: boolean;
  /** Its values must not appear in logs, SLOWLOG and MONITOR. */
  readonly sensitive: boolean;
  /** CONFIG SET answers LOADING while a data set is being loaded. */
  readonly notWhileLoading: boolean;
}

/** Everything about a directive beside its name, its grammar and its default. */
export interface Details {
  readonly summary: string;
  readonly alias?: string;
  readonly change?: Directive<unknown>['change'];
  readonly hidden?: boolean;
  readonly sensitive?: boolean;
  readonly notWhileLoading?: boolean;
  /** Marks it as accepted without effect, and says why. */
  readonly accepted?: string;
  /** Marks it as planned, and says what is missing. */
  readonly planned?: string;
}

/** Builds a row; what is left out has the value that most directives have. */
export function directive<Value>(
  name: string,
  syntax: ValueSyntax<Value>,
  defaultText: string,
  details: Details,
): Directive<Value> {
  const { accepted, planned } = details;
  return {
    name,
    alias: details.alias,
    syntax,
    default: defaultText,
    summary: details.summary,
    effect: accepted !== undefined ? 'accepted' : planned !== undefined ? 'planned' : 'implemented',
    because: accepted ?? planned,
    change: details.change ?? 'always',
    hidden: details.hidden ?? false,
    sensitive: details.sensitive ?? false,
    notWhileLoading: details.notWhileLoading ?? false,
  };
}

/** A table with one row for each property of a settings interface. */
export type DirectiveTable<Settings> = {
  readonly [Name in keyof Settings]: Directive<Settings[Name]>;
};
