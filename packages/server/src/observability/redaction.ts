/** Which arguments of a request are secrets, to be kept out of SLOWLOG and MONITOR. */
import type { Request } from '@redwing/protocol';
import type { Configuration } from '../configuration/index.ts';
import type { CommandEntry } from '../execution/registry.ts';

/** What stands in place of a secret. */
export const REDACTED = '(redacted)';

const NONE: ReadonlySet<number> = new Set();

/** The indexes of the arguments that are passwords. */
export function secretsIn(
  entry: CommandEntry,
  request: Request,
  configuration: Configuration,
): ReadonlySet<number> {
  switch (entry.name) {
    case 'auth':
      return new Set(Array.from({ length: request.count - 1 }, (_, i) => i + 1));
    case 'hello':
      return secretsOfHello(request);
    case 'migrate':
      return secretsOfMigrate(request);
    case 'config|set':
      return secretsOfConfigSet(request, configuration);
    default:
      return NONE;
  }
}

function secretsOfHello(request: Request): ReadonlySet<number> {
  for (let i = 2; i + 2 < request.count; i++) {
    if (request.is(i, 'AUTH')) return new Set([i + 1, i + 2]);
    if (request.is(i, 'SETNAME')) i++;
  }
  return NONE;
}

function secretsOfMigrate(request: Request): ReadonlySet<number> {
  for (let i = 6; i + 1 < request.count && !request.is(i, 'KEYS'); i++) {
    if (request.is(i, 'AUTH')) return new Set([i + 1]);
    if (request.is(i, 'AUTH2')) return new Set([i + 1, i + 2]);
  }
  return NONE;
}

function secretsOfConfigSet(request: Request, configuration: Configuration): ReadonlySet<number> {
  const secrets = new Set<number>();
  for (let i = 2; i + 1 < request.count; i += 2) {
    if (configuration.isSensitive(request.latin1(i))) secrets.add(i + 1);
  }
  return secrets;
}
