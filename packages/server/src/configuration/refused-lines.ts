/** What to tell somebody whose configuration has a line that Redwing cannot carry out. */

import { decodeText } from './byte-strings.ts';
import type { Directive } from './directive.ts';
import { directiveNames } from './directives/directives.ts';
import type { Origin } from './failure.ts';
import { ConfigurationError } from './failure.ts';
import { nearestNames } from './suggestion.ts';

/**
 * Lines of redis.conf that are no settings. Passing over them in silence would do harm: whoever writes them
 * counts on commands, users or protection that would not be there.
 */
const REFUSED: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  loadmodule: ['Redis modules are native code, which Redwing cannot load', 'Remove the line.'],
  'rename-command': [
    'Redwing cannot rename or remove commands',
    'Remove the line; `enable-debug-command no` and `requirepass` protect a server.',
  ],
  sentinel: ['sentinel directive while not in sentinel mode', 'Redwing is no Sentinel; remove the line.'],
  user: [
    'Redwing has no access control lists yet',
    'Remove the line; `requirepass` sets one password for all.',
  ],
};

/** The failure for a line that names no directive. */
export function refuseStatement(name: string, origin: Origin): ConfigurationError {
  const known = Object.hasOwn(REFUSED, name) ? REFUSED[name] : undefined;
  if (known !== undefined) return new ConfigurationError(known[0], { origin, advice: known[1] });
  const near = nearestNames(
    name,
    directiveNames.map((named) => named.name),
  );
  const advice =
    near.length > 0
      ? `Did you mean ${near.map((each) => `'${each}'`).join(' or ')}?`
      : 'Remove the line, or correct it: docs/configuration.md lists every directive.';
  const reason = `Bad directive or wrong number of arguments: there is no directive '${decodeText(name)}'`;
  return new ConfigurationError(reason, { origin, advice });
}

/** The failure for a line whose value is refused. */
export function refuseValue(
  { name, syntax, default: text }: Directive<unknown>,
  reason: string,
  origin: Origin,
): ConfigurationError {
  const shown = text === '' ? 'empty' : text;
  const advice = `'${name}' takes: ${syntax.form}. Its default is ${shown}.`;
  return new ConfigurationError(reason, { origin, advice });
}
