/** Directives of TLS. */

import type { DirectiveTable } from '../directive.ts';
import { directive } from '../directive.ts';
import { oneOf, yesNo } from '../syntax/choices.ts';
import { INT_MAX, integer } from '../syntax/numbers.ts';
import { text } from '../syntax/texts.ts';
import type { ValueSyntax } from '../syntax/value-syntax.ts';

/** Settings of TLS. */
export interface TlsSettings {
  tlsPort: number;
  tlsCertFile: string;
  tlsKeyFile: string;
  tlsKeyFilePass: string;
  tlsClientCertFile: string;
  tlsClientKeyFile: string;
  tlsClientKeyFilePass: string;
  tlsDhParamsFile: string;
  tlsCaCertFile: string;
  tlsCaCertDir: string;
  tlsAuthClients: 'no' | 'yes' | 'optional';
  tlsReplication: boolean;
  tlsCluster: boolean;
  tlsProtocols: string;
  tlsCiphers: string;
  tlsCiphersuites: string;
  tlsPreferServerCiphers: boolean;
  tlsSessionCaching: boolean;
  tlsSessionCacheSize: number;
  /** Seconds. */
  tlsSessionCacheTimeout: number;
}

const NO_TLS = 'TLS comes with a later version';
/** Whoever asks for encryption must not get none in silence; Redis answers alike without certificates. */
const UNAVAILABLE = 'Unable to update TLS configuration. Check server logs.';

function refusedYes(): ValueSyntax<boolean> {
  return yesNo((wanted) => (wanted ? UNAVAILABLE : undefined));
}

/** The rows for {@link TlsSettings}. */
export const tlsDirectives: DirectiveTable<TlsSettings> = {
  tlsPort: directive(
    'tls-port',
    integer(0n, 65_535n, { check: (port) => (port === 0n ? undefined : UNAVAILABLE) }),
    '0',
    {
      summary: 'Port on which connections are encrypted.',
      planned: `${NO_TLS}; until then only 0 is taken`,
    },
  ),
  tlsCertFile: directive('tls-cert-file', text('path of a file'), '', {
    summary: 'Certificate of the server.',
    planned: NO_TLS,
  }),
  tlsKeyFile: directive('tls-key-file', text('path of a file'), '', {
    summary: 'Private key of the server.',
    planned: NO_TLS,
  }),
  tlsKeyFilePass: directive('tls-key-file-pass', text(), '', {
    summary: 'Passphrase of the private key.',
    planned: NO_TLS,
  }),
  tlsClientCertFile: directive('tls-client-cert-file', text('path of a file'), '', {
    summary: 'Certificate for connections that the server opens.',
    planned: NO_TLS,
  }),
  tlsClientKeyFile: directive('tls-client-key-file', text('path of a file'), '', {
    summary: 'Private key for connections that the server opens.',
    planned: NO_TLS,
  }),
  tlsClientKeyFilePass: directive('tls-client-key-file-pass', text(), '', {
    summary: 'Passphrase of that private key.',
    planned: NO_TLS,
  }),
  tlsDhParamsFile: directive('tls-dh-params-file', text('path of a file'), '', {
    summary: 'Parameters for the Diffie-Hellman key exchange of old clients.',
    planned: NO_TLS,
  }),
  tlsCaCertFile: directive('tls-ca-cert-file', text('path of a file'), '', {
    summary: 'Certificates of the authorities that are trusted.',
    planned: NO_TLS,
  }),
  tlsCaCertDir: directive('tls-ca-cert-dir', text('path of a directory'), '', {
    summary: 'Directory of certificates of the authorities that are trusted.',
    planned: NO_TLS,
  }),
  tlsAuthClients: directive('tls-auth-clients', oneOf(['no', 'yes', 'optional']), 'yes', {
    summary: 'Whether clients must show a certificate.',
    planned: NO_TLS,
  }),
  tlsReplication: directive('tls-replication', refusedYes(), 'no', {
    summary: 'Encrypt the link to the primary.',
    planned: `${NO_TLS}; until then only \`no\` is taken`,
  }),
  tlsCluster: directive('tls-cluster', refusedYes(), 'no', {
    summary: 'Encrypt the cluster bus.',
    planned: `${NO_TLS}; until then only \`no\` is taken`,
  }),
  tlsProtocols: directive('tls-protocols', text('versions of TLS'), '', {
    summary: 'Versions of TLS that are allowed.',
    planned: NO_TLS,
  }),
  tlsCiphers: directive('tls-ciphers', text('list of ciphers'), '', {
    summary: 'Ciphers up to TLS 1.2.',
    planned: NO_TLS,
  }),
  tlsCiphersuites: directive('tls-ciphersuites', text('list of cipher suites'), '', {
    summary: 'Cipher suites of TLS 1.3.',
    planned: NO_TLS,
  }),
  tlsPreferServerCiphers: directive('tls-prefer-server-ciphers', yesNo(), 'no', {
    summary: "Choose the cipher by the server's order, not the client's.",
    planned: NO_TLS,
  }),
  tlsSessionCaching: directive('tls-session-caching', yesNo(), 'yes', {
    summary: 'Let clients resume sessions.',
    planned: NO_TLS,
  }),
  tlsSessionCacheSize: directive(
    'tls-session-cache-size',
    integer(0n, INT_MAX, { unit: 'sessions' }),
    '20480',
    { summary: 'Sessions that are remembered; 0 is no limit.', planned: NO_TLS },
  ),
  tlsSessionCacheTimeout: directive(
    'tls-session-cache-timeout',
    integer(0n, INT_MAX, { unit: 'seconds' }),
    '300',
    { summary: 'How long a session can be resumed.', planned: NO_TLS },
  ),
};
