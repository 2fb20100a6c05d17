/** Directives of access and of scripts. */

import type { DirectiveTable } from '../directive.ts';
import { directive } from '../directive.ts';
import { oneOf } from '../syntax/choices.ts';
import { integer, LONG_MAX } from '../syntax/numbers.ts';
import { secret, text } from '../syntax/texts.ts';

/** Settings of access and of scripts. */
export interface AccessSettings {
  requirepass: Uint8Array;
  aclfile: string;
  aclPubsubDefault: 'allchannels' | 'resetchannels';
  acllogMaxLen: number;
  /** Milliseconds. */
  busyReplyThreshold: number;
}

const NO_ACL = 'access control lists come with a later version';

/** The rows for {@link AccessSettings}. */
export const accessDirectives: DirectiveTable<AccessSettings> = {
  requirepass: directive('requirepass', secret(), '', {
    summary: 'Password that clients must give with AUTH; none lets everybody in.',
    sensitive: true,
  }),
  aclfile: directive(
    'aclfile',
    // Ignoring it would let in those whom it was meant to keep out.
    text('path of a file', (file) => (file === '' ? undefined : NO_ACL)),
    '',
    {
      summary: 'File of users and what they may do.',
      change: 'never',
      planned: `${NO_ACL}; until then only the empty value is taken`,
    },
  ),
  aclPubsubDefault: directive(
    'acl-pubsub-default',
    oneOf(['allchannels', 'resetchannels']),
    'resetchannels',
    {
      summary: 'Channels that new users may use: all or none.',
      planned: NO_ACL,
    },
  ),
  acllogMaxLen: directive('acllog-max-len', integer(0n, LONG_MAX, { unit: 'entries' }), '128', {
    summary: 'Refused accesses that ACL LOG remembers.',
    planned: NO_ACL,
  }),
  busyReplyThreshold: directive(
    'busy-reply-threshold',
    integer(0n, LONG_MAX, { unit: 'milliseconds' }),
    '5000',
    {
      alias: 'lua-time-limit',
      summary: 'Running time of a script after which other clients are told that the server is busy.',
      planned: 'scripts come with a later version',
    },
  ),
};
