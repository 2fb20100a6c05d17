/** Where a server is, as people write it: `localhost:8080`, `:8080`, `8080`, `[::1]:8080`, `redis://user@host/1`. */
import type { ClientOptions } from '@redwing/client';

const URL_START = /^(redwing|redis)s?:\/\//i;
const IPV6_AND_PORT = /^\[([0-9a-f:.]+)\]:(\d{1,5})$/i;
const HOST_AND_PORT = /^([a-z0-9_.-]*):(\d{1,5})$/i;
const PORT_ALONE = /^\d{1,5}$/;

/** Undefined for what is no address, a command for instance. */
export function parseAddress(text: string): Pick<ClientOptions, 'url' | 'host' | 'port'> | undefined {
  if (URL_START.test(text)) return { url: text };
  if (PORT_ALONE.test(text)) return { port: Number(text) };
  if (text.toLowerCase() === 'localhost') return { host: 'localhost' };
  const [, host, port] = IPV6_AND_PORT.exec(text) ?? HOST_AND_PORT.exec(text) ?? [];
  if (port === undefined) return undefined;
  return host === undefined || host === '' ? { port: Number(port) } : { host, port: Number(port) };
}

/** How prompts and messages name the server. No user and no password. */
export function showAddress(options: ClientOptions): string {
  if (options.path !== undefined) return options.path;
  const url = options.url !== undefined && URL.canParse(options.url) ? new URL(options.url) : undefined;
  const host = options.host ?? (url === undefined || url.hostname === '' ? 'localhost' : url.hostname);
  const usual = url?.protocol.startsWith('redis') === true ? 6379 : 6969;
  const port = options.port ?? (url === undefined || url.port === '' ? usual : Number(url.port));
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
}
