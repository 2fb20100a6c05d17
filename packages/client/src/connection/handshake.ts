/**
 * The greeting: what is said on a new connection before any command of the user's.
 *
 *   HELLO 3 [AUTH user password]      RESP3, or
 *   AUTH [user] password              RESP2, because the server refused HELLO or the user asked for it
 *   SELECT, CLIENT SETNAME, CLIENT SETINFO, and CLIENT ID where HELLO has not told it
 *
 * A refusal that will not change by itself (password, user, database) is a HandshakeError, and is not tried
 * again. CLIENT SETNAME and SETINFO only help those who look at CLIENT LIST, CLIENT ID those who give up on a command that
 * waits, so their errors are ignored.
 */

import { ReplyError } from '@redwing/protocol';
import manifest from '../../package.json' with { type: 'json' };
import { ConnectionError, HandshakeError, hasCode } from '../errors.ts';
import type { Settings } from '../options.ts';
import { addressOf } from '../options.ts';
import type { CallReply } from './call.ts';
import type { Connection } from './connection.ts';

/** What a client changes about its connections while it runs, and wants again on the next one. */
export interface Session {
  database: number;
}

/** What a server says of itself in answer to HELLO. */
export interface Greeting {
  readonly server: string;
  readonly version: string;
  readonly id: number;
  readonly role: string;
}

const LIBRARY_NAME = 'redwing';

export async function greet(connection: Connection, settings: Settings, session: Session): Promise<void> {
  const resp3 = settings.protocol !== 2 && (await hello(connection, settings));
  connection.protocol = resp3 ? 3 : 2;
  const due: Promise<unknown>[] = [];
  if (!resp3 && settings.password !== undefined) {
    const credentials =
      settings.username === undefined ? [settings.password] : [settings.username, settings.password];
    due.push(insist(connection.ask(['AUTH', ...credentials]), settings, 'the password'));
  }
  if (session.database !== 0) {
    const what = `database ${session.database}`;
    due.push(insist(connection.ask(['SELECT', session.database]), settings, what));
  }
  if (settings.name !== undefined) due.push(ignore(connection.ask(['CLIENT', 'SETNAME', settings.name])));
  due.push(ignore(connection.ask(['CLIENT', 'SETINFO', 'LIB-NAME', LIBRARY_NAME])));
  due.push(ignore(connection.ask(['CLIENT', 'SETINFO', 'LIB-VER', manifest.version])));
  if (!resp3) due.push(ignore(askForId(connection)));
  await Promise.all(due);
}

/** Asks for RESP3; false when the server does not know it. */
async function hello(connection: Connection, settings: Settings): Promise<boolean> {
  const { username = 'default', password } = settings;
  const credentials = password === undefined ? [] : ['AUTH', username, password];
  try {
    connection.greeting = greetingOf(await connection.ask(['HELLO', 3, ...credentials]));
    connection.id = connection.greeting?.id;
    return true;
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
    if (hasCode(error, 'NOAUTH', 'WRONGPASS', 'NOPERM')) throw refusal(error, settings, 'the password');
    // Sent in answer to whatever comes first, then the server closes: true of every protocol.
    if (hasCode(error, 'LOADING') || error.message.includes('max number of clients')) {
      throw new ConnectionError(`${addressOf(settings)} answered: ${error.message}`, { cause: error });
    }
    if (settings.protocol === 3) throw refusal(error, settings, 'RESP3');
    return false;
  }
}

async function askForId(connection: Connection): Promise<void> {
  const id = await connection.ask(['CLIENT', 'ID']);
  if (typeof id === 'number') connection.id = id;
}

function greetingOf(reply: CallReply): Greeting | undefined {
  if (!(reply instanceof Map)) return undefined;
  const text = (field: string): string => String(reply.get(field) ?? '');
  return {
    server: text('server'),
    version: text('version'),
    id: Number(reply.get('id') ?? 0),
    role: text('role'),
  };
}

async function insist(reply: Promise<CallReply>, settings: Settings, what: string): Promise<void> {
  try {
    await reply;
  } catch (error) {
    throw error instanceof ReplyError ? refusal(error, settings, what) : error;
  }
}

async function ignore(reply: Promise<unknown>): Promise<void> {
  try {
    await reply;
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
  }
}

function refusal(error: ReplyError, settings: Settings, what: string): HandshakeError {
  const advice =
    error.code === 'NOAUTH'
      ? 'Pass password (and username) in the options.'
      : `Check ${what} in the options.`;
  return new HandshakeError(`${addressOf(settings)} refused ${what} (${error.message}). ${advice}`, {
    cause: error,
  });
}
