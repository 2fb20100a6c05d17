/** Names of histories: 40 hexadecimal digits that nobody else draws. */
import { randomBytes } from 'node:crypto';

export function newReplicationId(): string {
  return randomBytes(20).toString('hex');
}
