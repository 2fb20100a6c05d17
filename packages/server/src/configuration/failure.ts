/** Why a configuration cannot be used: where it stands, what is wrong, and what to do about it. */

/** Where a line of the configuration comes from. */
export interface Origin {
  /** The file's path, or the name of another source: "standard input", "the command line", "the options". */
  readonly source: string;
  /** Line number from 1; undefined where there are no lines. */
  readonly line: number | undefined;
  /** The line as it was written. */
  readonly text: string;
}

/** What is known of a failure beside its reason. */
export interface FailureDetails {
  readonly origin?: Origin | undefined;
  /** What to do about it, in a sentence. */
  readonly advice?: string | undefined;
  readonly cause?: unknown;
}

/** Thrown while the configuration of a start is read; the server then does not start. */
export class ConfigurationError extends Error {
  readonly origin: Origin | undefined;
  readonly reason: string;
  readonly advice: string | undefined;

  constructor(reason: string, { origin, advice, cause }: FailureDetails = {}) {
    const place = origin === undefined ? '' : ` (${placeOf(origin)}: ${origin.text})`;
    super(`${reason}${place}${advice === undefined ? '' : `. ${advice}`}`, { cause });
    this.name = 'ConfigurationError';
    this.reason = reason;
    this.origin = origin;
    this.advice = advice;
  }

  /** Several lines for people, shaped like those of Redis, whose first line tools look for. */
  report(version: string): string {
    const lines = [`*** FATAL CONFIG FILE ERROR (Redwing ${version}) ***`];
    if (this.origin !== undefined) {
      lines.push(`Reading ${placeOf(this.origin)}`, `>>> '${this.origin.text}'`);
    }
    lines.push(this.reason);
    if (this.advice !== undefined) lines.push(this.advice);
    return lines.join('\n');
  }
}

function placeOf({ source, line }: Origin): string {
  return line === undefined ? source : `${source}, at line ${line}`;
}
