/** What `--version` prints, and the numbers in it. */

import { readFileSync } from 'node:fs';

/** The version of Redis whose commands, replies and configuration Redwing has. */
export const REDIS_VERSION = '7.0.15';

/** Redwing's own version, which stands in the package beside this file, built or not. */
export function redwingVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  const version = typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : '';
  return String(version);
}

/**
 * The first line is for programs, which read redis-server's in several ways: the third word, the first
 * number, or what follows "v=". All of them want the version of Redis that they can count on. The second
 * line is for people.
 */
export function versionText(): string {
  const redwing = redwingVersion();
  const bits = process.arch.includes('64') || process.arch === 's390x' ? 64 : 32;
  return (
    `Redwing server v=${REDIS_VERSION} sha=00000000:0 malloc=arena bits=${bits} build=redwing-${redwing}\n` +
    `${greeting()}\n`
  );
}

/** Redwing's version, what it is compatible with, and what it runs on. */
export function greeting(): string {
  const node = process.versions.node;
  return `Redwing ${redwingVersion()}, compatible with Redis ${REDIS_VERSION}, on Node.js ${node}`;
}
