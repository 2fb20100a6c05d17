/** Proving who is calling: AUTH, and the part of HELLO that does the same. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** The only user there is until access control lists come. */
const DEFAULT_USER = 'default';

/** AUTH [username] password. Without a username it refuses when no password is set, so that a mix-up is noticed. */
export function auth(call: Call): void {
  if (call.count > 3) throw errors.syntax;
  const { requirepass } = call.engine.configuration.values;
  if (call.count === 2 && requirepass.length === 0) {
    throw new CommandError(
      'ERR AUTH <password> called without any password configured for the default user. Are you sure your ' +
        'configuration is correct?',
    );
  }
  const user = call.count === 3 ? call.text(1) : DEFAULT_USER;
  authenticate(call, user, call.request.copy(call.count - 1));
  call.reply.ok();
}

/**
 * Lets the session in as `user`.
 * @throws wrongPassword
 */
export function authenticate(call: Call, user: string, password: Uint8Array): void {
  const { requirepass } = call.engine.configuration.values;
  const welcome = user === DEFAULT_USER && (requirepass.length === 0 || isEqual(requirepass, password));
  if (!welcome) throw errors.wrongPassword;
  call.session.authenticated = true;
  call.session.user = user;
}

/** Compares digests, so that the time it takes tells nothing of the password, not even its length. */
function isEqual(expected: Uint8Array, given: Uint8Array): boolean {
  return timingSafeEqual(sha256(expected), sha256(given));
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
