/**
 * The configuration of one server: what every directive is set to, and the only way to change it.
 *
 * Reading is free: `configuration.values.maxmemory` is a plain property. Changing is rare and goes through
 * `load` (at start), `set` (CONFIG SET) or `assign` (the server itself, REPLICAOF for instance).
 *
 * A change of several directives happens as a whole or not at all. It has three steps: all values are
 * parsed and put in place; then the appliers, which do what may fail (listening on another port), are
 * asked; and only when none objects do the listeners hear of it. An objection puts every old value back and
 * runs the appliers that had run already once more.
 *
 * Nothing here knows sockets or commands. Names and values are byte strings (see byte-strings.ts).
 */

import path from 'node:path';
import type { Applier } from './appliers.ts';
import { applyAll, setFailed } from './appliers.ts';
import { decodeText } from './byte-strings.ts';
import { agreesWithPassword, isFullDefaultUser } from './default-user.ts';
import type { Directive, Effect } from './directive.ts';
import type { SettingName, Settings } from './directives/directives.ts';
import { directiveNames, directives, findDirective, settingNames } from './directives/directives.ts';
import type { Origin } from './failure.ts';
import { ConfigurationError } from './failure.ts';
import type { Statement } from './file.ts';
import { includedFiles, readStatements } from './file.ts';
import { splitWords } from './lines.ts';
import { matchesName } from './name-pattern.ts';
import { expandTitle } from './process-title.ts';
import type { ConfigurationRecord } from './record.ts';
import { statementsOf } from './record.ts';
import { refuseStatement, refuseValue } from './refused-lines.ts';
import type { FileOption } from './rewrite.ts';
import { rewriteFile } from './rewrite.ts';
import type { ParseContext, Setting } from './syntax/value-syntax.ts';
import { Invalid } from './syntax/value-syntax.ts';
import { systemErrorText } from './system-errors.ts';

const INCLUDE_DEPTH_MAX = 16;
const PATTERN = /[*?[]/;

/** Directives that older versions of Redis had; they are passed over. */
const FORMER_DIRECTIVES: readonly string[] = [
  'list-max-ziplist-entries',
  'list-max-ziplist-value',
  'lua-replicate-commands',
];

/** Who asks for a change, and when. */
export interface SetContext {
  /** A data set is being loaded. */
  readonly loading?: boolean;
  /** The client is on this machine, so it may do what is permitted as `local`. */
  readonly local?: boolean;
}

/** A directive that was given at start and has no effect. */
export interface Note {
  readonly name: string;
  readonly effect: Exclude<Effect, 'implemented'>;
  readonly because: string;
  /** Whether something else than the default was asked for, so that somebody may miss it. */
  readonly differs: boolean;
}

interface Wanted {
  readonly setting: SettingName;
  readonly name: string;
  readonly value: string;
}

/** See the head of the file. */
export class Configuration {
  /** What each directive is set to, under its name in camel case. */
  readonly values: Readonly<Settings>;
  /** The file that CONFIG REWRITE writes: an absolute path. */
  file: string | undefined;

  readonly #values: Settings;
  readonly #texts = new Map<SettingName, string>();
  readonly #workingDirectory: string;
  readonly #mentioned = new Set<SettingName>();
  readonly #former = new Set<string>();
  /** What can only be judged once all lines are read; each throws if it finds fault. */
  readonly #checks: (() => void)[] = [];
  readonly #listeners = new Map<SettingName, ((before: unknown) => void)[]>();
  readonly #appliers = new Map<SettingName, Applier>();

  /** All directives at their defaults. Relative paths start at `workingDirectory`. */
  constructor(workingDirectory: string = process.cwd()) {
    this.#workingDirectory = workingDirectory;
    const values = settingNames.map((setting) => {
      const { value, text } = this.#default(setting);
      this.#texts.set(setting, text);
      return [setting, value] as const;
    });
    // An object made in one go keeps its properties in slots, where the hot paths read them fastest.
    this.#values = Object.fromEntries(values) as unknown as Settings;
    this.values = this.#values;
  }

  /**
   * The defaults, changed by options such as `{ port: 0, maxmemory: '64mb' }`.
   * @throws ConfigurationError
   */
  static from(record: ConfigurationRecord, workingDirectory?: string): Configuration {
    const configuration = new Configuration(workingDirectory);
    configuration.load(statementsOf(record));
    return configuration;
  }

  /**
   * Carries the lines of a configuration out, in order; a later line replaces what an earlier one set.
   * @throws ConfigurationError at the first line that cannot be carried out.
   */
  load(statements: readonly Statement[]): void {
    this.#load(statements, 0);
    for (const check of this.#checks.splice(0)) check();
  }

  /** What CONFIG GET answers: name and text of each directive that a name or pattern stands for, once. */
  get(patterns: readonly string[]): [name: string, text: string][] {
    const found = new Map<string, [name: string, text: string]>();
    for (const pattern of patterns) {
      const wanted = pattern.toLowerCase();
      if (!PATTERN.test(pattern)) {
        const named = findDirective(pattern);
        if (named !== undefined && !found.has(wanted)) {
          found.set(wanted, [pattern, this.text(named.setting)]);
        }
        continue;
      }
      for (const { name, setting } of directiveNames) {
        if (found.has(name) || directives[setting].hidden || !matchesName(wanted, name)) continue;
        found.set(name, [name, this.text(setting)]);
      }
    }
    return [...found.values()];
  }

  /** The text that CONFIG GET shows for a setting. */
  text(setting: SettingName): string {
    return this.#texts.get(setting) ?? '';
  }

  /**
   * What CONFIG SET does: changes all of the directives, or none and returns the error reply (without "-").
   */
  set(
    pairs: readonly (readonly [name: string, value: string])[],
    context: SetContext = {},
  ): string | undefined {
    const wanted: Wanted[] = [];
    for (const [typed, value] of pairs) {
      const named = findDirective(typed);
      if (named === undefined) {
        return `ERR Unknown option or number of arguments for CONFIG SET - '${typed}'`;
      }
      const { change, notWhileLoading } = directives[named.setting];
      if (change === 'never') return setFailed(typed, "can't set immutable config");
      if (change === 'protected' && !this.#permitsProtected(context)) {
        return setFailed(typed, "can't set protected config");
      }
      if (notWhileLoading && context.loading === true) {
        return 'LOADING Redis is loading the dataset in memory';
      }
      if (wanted.some((other) => other.name === named.name)) {
        return setFailed(typed, 'duplicate parameter');
      }
      wanted.push({ ...named, value });
    }
    return this.#change(wanted);
  }

  /**
   * Changes one setting for the server itself, whatever CONFIG SET may do with it; appliers are not asked.
   * Returns the reason if the words are no value for it.
   */
  assign<Name extends SettingName>(setting: Name, words: readonly string[]): string | undefined {
    const before = this.#current(setting);
    const parsed = this.#parse(setting, words, false);
    if (parsed instanceof Invalid) return parsed.reason;
    this.#put(setting, parsed);
    if (parsed.text !== before.text) this.#announce(setting, before.value);
    return undefined;
  }

  /** Calls the listener after each change of a setting; returns a function that ends this. */
  onChange<Name extends SettingName>(
    setting: Name,
    listener: (value: Settings[Name], before: Settings[Name]) => void,
  ): () => void {
    const call = (before: unknown): void => {
      listener(this.values[setting], before as Settings[Name]);
    };
    this.#listeners.set(setting, [...(this.#listeners.get(setting) ?? []), call]);
    return () => {
      const others = this.#listeners.get(setting)?.filter((other) => other !== call) ?? [];
      this.#listeners.set(setting, others);
    };
  }

  /**
   * Has `apply` carry out changes of these settings by CONFIG SET, before the listeners hear of them. A
   * change of several of them calls it once. A setting has one applier; the latest replaces the earlier.
   */
  onApply(settings: readonly SettingName[], apply: Applier): void {
    for (const setting of settings) this.#appliers.set(setting, apply);
  }

  /** Whether values given for this name must be kept out of logs, SLOWLOG and MONITOR. */
  isSensitive(name: string): boolean {
    const named = findDirective(name);
    return named !== undefined && directives[named.setting].sensitive;
  }

  /** What was given at start and has no effect, for the log. */
  notes(): Note[] {
    const notes: Note[] = [...this.#former].map((name) => ({
      name,
      effect: 'accepted',
      because: 'current versions of Redis do not have it any more',
      differs: true,
    }));
    for (const setting of this.#mentioned) {
      const { name, effect, because } = directives[setting];
      if (effect === 'implemented' || because === undefined) continue;
      notes.push({ name, effect, because, differs: this.text(setting) !== this.#default(setting).text });
    }
    return notes;
  }

  /** An absolute path for a path given in the configuration, which starts at `dir` if it is relative. */
  resolvePath(given: string): string {
    return path.resolve(this.values.dir, given);
  }

  /** What the process list should show for a server of this name that listens there. */
  processTitle(title: string, listenAddress: string, port: number): string | undefined {
    const { procTitleTemplate, tlsPort, unixsocket } = this.values;
    return expandTitle(procTitleTemplate, {
      title,
      'listen-addr': listenAddress,
      'server-mode': '',
      port: String(port),
      'tls-port': String(tlsPort),
      unixsocket,
      'config-file': this.file ?? '',
    });
  }

  /** What CONFIG REWRITE does; returns the error reply (without "-") if it cannot. */
  rewrite(): string | undefined {
    if (this.file === undefined) return 'ERR The server is running without a config file';
    const options = settingNames.map((setting) => this.#option(setting));
    try {
      rewriteFile(this.file, options);
      return undefined;
    } catch (error) {
      return `ERR Rewriting config file: ${systemErrorText(error)}`;
    }
  }

  #option<Name extends SettingName>(setting: Name): FileOption {
    const { name, alias, syntax }: Directive<Settings[Name]> = directives[setting];
    return {
      names: alias === undefined ? [name] : [name, alias],
      lines: syntax.fileLines(this.#current(setting)),
      defaultLines: syntax.alwaysWritten ? [] : syntax.fileLines(this.#default(setting)),
    };
  }

  #permitsProtected({ local }: SetContext): boolean {
    const permission = this.values.enableProtectedConfigs;
    return permission === 'yes' || (permission === 'local' && local === true);
  }

  #change(wanted: readonly Wanted[]): string | undefined {
    const undo: (() => void)[] = [];
    const announce: (() => void)[] = [];
    const appliers = new Map<Applier, string>();
    for (const { setting, name, value } of wanted) {
      const many = directives[setting].syntax.manyWords;
      const words = !many ? [value] : value === '' ? [] : value.split(' ');
      const before = this.#current(setting);
      const parsed = this.#parse(setting, words, false);
      if (parsed instanceof Invalid) {
        for (const back of undo) back();
        return setFailed(name, parsed.reason);
      }
      this.#put(setting, parsed);
      undo.push(() => this.#put(setting, before));
      if (parsed.text === before.text) continue;
      announce.push(() => this.#announce(setting, before.value));
      const apply = this.#appliers.get(setting);
      if (apply !== undefined && !appliers.has(apply)) appliers.set(apply, name);
    }
    const failure = applyAll(appliers, undo);
    if (failure !== undefined) return failure;
    for (const each of announce) each();
    return undefined;
  }

  #load(statements: readonly Statement[], depth: number): void {
    for (const { words, origin } of statements) {
      const [typed = '', ...values] = words;
      const name = typed.toLowerCase();
      const named = findDirective(name);
      if (named !== undefined) this.#loadSetting(named.setting, values, origin);
      else if (name === 'include' && values.length === 1) this.#include(values[0] ?? '', origin, depth);
      else if (FORMER_DIRECTIVES.includes(name)) this.#former.add(name);
      else if (name === 'user' && isFullDefaultUser(values)) this.#checkPassword(values, origin);
      else throw refuseStatement(name, origin);
    }
  }

  #include(pattern: string, origin: Origin, depth: number): void {
    if (depth >= INCLUDE_DEPTH_MAX) {
      throw new ConfigurationError(`Files include each other more than ${INCLUDE_DEPTH_MAX} deep`, {
        origin,
        advice: 'Look for a file that includes itself.',
      });
    }
    for (const file of includedFiles(decodeText(pattern), this.#workingDirectory)) {
      this.#load(readStatements(file, origin), depth + 1);
    }
  }

  #checkPassword(rules: readonly string[], origin: Origin): void {
    this.#checks.push(() => {
      if (!agreesWithPassword(rules, this.values.requirepass)) throw refuseStatement('user', origin);
    });
  }

  #loadSetting<Name extends SettingName>(setting: Name, values: readonly string[], origin: Origin): void {
    const directive: Directive<Settings[Name]> = directives[setting];
    const [only] = values;
    const single = values.length === 1 && only !== undefined && only !== '';
    // `save "900 1"` means the same as `save 900 1`.
    const words = directive.syntax.manyWords && single ? splitWords(only) : values;
    const parsed =
      words === undefined
        ? new Invalid('Unbalanced quotes in configuration line')
        : this.#parse(setting, words, this.#mentioned.has(setting));
    if (parsed instanceof Invalid) {
      throw refuseValue(directive, parsed.reason, origin);
    }
    this.#mentioned.add(setting);
    this.#put(setting, parsed);
  }

  #default<Name extends SettingName>(setting: Name): Setting<Settings[Name]> {
    const { name, syntax, default: text }: Directive<Settings[Name]> = directives[setting];
    const words = syntax.manyWords ? text.split(' ').filter((word) => word !== '') : [text];
    const parsed = syntax.parse(words, undefined, this.#context(false));
    if (parsed instanceof Invalid) throw new Error(`the default of ${name} is no value: ${parsed.reason}`);
    return parsed;
  }

  #parse<Name extends SettingName>(
    setting: Name,
    words: readonly string[],
    repeated: boolean,
  ): Setting<Settings[Name]> | Invalid {
    const { syntax }: Directive<Settings[Name]> = directives[setting];
    return syntax.parse(words, this.#current(setting), this.#context(repeated));
  }

  #context(repeated: boolean): ParseContext {
    return { repeated, workingDirectory: this.#workingDirectory };
  }

  #current<Name extends SettingName>(setting: Name): Setting<Settings[Name]> {
    return { value: this.#values[setting], text: this.text(setting) };
  }

  #put<Name extends SettingName>(setting: Name, { value, text }: Setting<Settings[Name]>): void {
    this.#values[setting] = value;
    this.#texts.set(setting, text);
  }

  #announce(setting: SettingName, before: unknown): void {
    for (const listener of this.#listeners.get(setting) ?? []) listener(before);
  }
}
