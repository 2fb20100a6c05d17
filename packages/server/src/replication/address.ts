/** Addresses as people and the wire write them: "10.0.0.5:6380", "[::1]:6380". */

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Host and port of an address that is well formed; what is not gets port 0. */
export function addressOf(text: string): HostAndPort {
  return parseAddress(text) ?? { host: text, port: 0 };
}

/** Host and port of what somebody typed; undefined if it is no address. */
export function parseAddress(text: string): HostAndPort | undefined {
  const parts =
    /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? /^()([^\s]+:[^\s:]+):(\d{1,5})$/.exec(text);
  const host = parts?.[1] || parts?.[2];
  const port = Number(parts?.[3]);
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  return { host, port };
}

/** The address as it is typed. */
export function addressText({ host, port }: HostAndPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether two hosts are the same machine as far as their names tell. */
export function sameHost(one: string, other: string): boolean {
  return plainHost(one) === plainHost(other);
}

function plainHost(host: string): string {
  const plain = host.startsWith('::ffff:') ? host.slice(7) : host.toLowerCase();
  return plain === 'localhost' || plain === '::1' || plain.startsWith('127.') ? 'loopback' : plain;
}
