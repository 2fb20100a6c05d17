/** What the log says of listening, when it worked and when it did not. */

/** An address that a server listens on. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** "127.0.0.1:6969", "[::1]:6969". */
export function addressText({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

const BIND_FAILURES: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
};

/**
 * The lines for a failure to listen, worded like those of Redis, which tools that start servers look for,
 * and one that says what to do. Undefined when the error is about something else.
 */
export function listenFailure(error: unknown, wantedPort: number): string[] | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const reason = BIND_FAILURES[String(error.code)];
  if (reason === undefined) return undefined;
  const port = 'port' in error && typeof error.port === 'number' ? error.port : wantedPort;
  const host = 'address' in error && typeof error.address === 'string' ? error.address : '*';
  const socket = addressText({ host, port });
  return [
    `Could not create server TCP listening socket ${socket}: bind: ${reason}`,
    `Failed listening on port ${port} (TCP), aborting.`,
    adviceFor(String(error.code), port),
  ];
}

function adviceFor(code: string, port: number): string {
  if (code === 'EADDRNOTAVAIL') return 'This machine does not have that address: correct the directive bind.';
  if (code === 'EACCES')
    return 'Ports below 1024 need special rights: choose another one, redwing-server 6969.';
  const other = port < 65_535 ? port + 1 : port - 1;
  return `Stop the program that uses port ${port}, or choose another port: redwing-server ${other}`;
}
