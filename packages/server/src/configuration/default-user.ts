/**
 * The line about the default user that CONFIG REWRITE of Redis puts into every file. Redwing has no access
 * control lists yet, but as long as that line says no more than what Redwing does anyway (everybody may do
 * everything, after giving the one password if there is one), the file can be used as it is.
 */

import { createHash } from 'node:crypto';

const REQUIRED: readonly (readonly string[])[] = [
  ['on'],
  ['~*', 'allkeys'],
  ['&*', 'allchannels'],
  ['+@all', 'allcommands'],
];
const HARMLESS: readonly string[] = ['nopass', 'sanitize-payload', ...REQUIRED.flat()];
const PASSWORD_HASH = /^#[0-9a-f]{64}$/;

/** Whether the words after "user" describe the default user with all rights, and nothing else. */
export function isFullDefaultUser([name, ...rules]: readonly string[]): boolean {
  return (
    name === 'default' &&
    REQUIRED.every((spellings) => rules.some((rule) => spellings.includes(rule))) &&
    rules.every((rule) => HARMLESS.includes(rule) || PASSWORD_HASH.test(rule))
  );
}

/** Whether the passwords of the line, which are SHA-256 hashes, are none but the given one. */
export function agreesWithPassword(words: readonly string[], password: Uint8Array): boolean {
  const hash = createHash('sha256').update(password).digest('hex');
  return words
    .filter((word) => word.startsWith('#'))
    .every((word) => password.length > 0 && word === `#${hash}`);
}
