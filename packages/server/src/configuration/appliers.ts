/** Carrying out what CONFIG SET asks for beyond the values themselves, such as listening on another port. */

import { encodeText } from './byte-strings.ts';

/** Does what a change asks for, and returns the reason if it cannot. It reads the new values itself. */
export type Applier = () => string | undefined;

/** Runs the appliers; if one objects, puts the values back and has those that had run apply the old ones. */
export function applyAll(
  appliers: ReadonlyMap<Applier, string>,
  undo: readonly (() => void)[],
): string | undefined {
  const ran: Applier[] = [];
  for (const [apply, name] of appliers) {
    ran.push(apply);
    const reason = apply();
    if (reason === undefined) continue;
    for (const back of undo) back();
    for (const again of ran) again();
    return setFailed(name, reason);
  }
  return undefined;
}

/** The error reply of a CONFIG SET that this directive made fail. */
export function setFailed(name: string, reason: string): string {
  return `ERR CONFIG SET failed (possibly related to argument '${name}') - ${encodeText(reason)}`;
}
