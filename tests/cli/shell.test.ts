/** The shell on a terminal, in this process: what a person types, and what the screen shows then. */
import { PassThrough } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { createClient } from '@redwing/client';
import type { Server } from '@redwing/server';
import { createServer } from '@redwing/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { complete } from '../../apps/cli/src/completion.ts';
import { hintFor } from '../../apps/cli/src/hints.ts';
import { mayBeKept } from '../../apps/cli/src/history.ts';
import { LineEditor } from '../../apps/cli/src/line-editor.ts';
import { Printer } from '../../apps/cli/src/printer.ts';
import { uncoloured } from '../../apps/cli/src/rendering/palette.ts';
import { Session } from '../../apps/cli/src/session.ts';
import { Shell } from '../../apps/cli/src/shell.ts';
import { Screen } from './screen.ts';

const TAB = '\t';
const UP = '\x1b[A';
const LEFT = '\x1b[D';
const HOME = '\x01';
const END = '\x05';
const CTRL_C = '\x03';
const CTRL_D = '\x04';

let server: Server;
let screen: Screen;
let keyboard: PassThrough;
let shell: Shell;
let exit: Promise<number>;
let remembered: string[];

beforeEach(async () => {
  server = await createServer({ port: 0 });
  remembered = [];
  start(server.port);
});

afterEach(async () => {
  shell.end();
  await server.close();
});

function start(port: number): void {
  screen = new Screen();
  keyboard = new PassThrough();
  const session = new Session({
    host: '127.0.0.1',
    port,
    reconnect: { maxDelayMs: 50, failCommandsAfter: 2 },
  });
  const printer = new Printer({
    form: 'auto',
    isTerminal: true,
    palette: uncoloured,
    width: () => screen.columns,
    write: (text) => editor.print(text),
    writeError: () => undefined,
  });
  shell = new Shell({ session, printer, address: 'here', remember: (line) => remembered.push(line) });
  const editor = new LineEditor({
    input: keyboard as unknown as ReadStream,
    output: screen as unknown as WriteStream,
    history: [],
    historyLinesMax: 10,
    mayBeKept,
    complete,
    hint: hintFor,
    paintHint: (text) => text,
    onLine: (line) => shell.onLine(line),
    onInterrupt: () => shell.onInterrupt(),
    onEnd: () => shell.end(),
  });
  exit = shell.run(editor);
}

async function type(text: string, ending: string | RegExp): Promise<void> {
  keyboard.write(text);
  await screen.until(ending);
}

test('a command is answered, and the next one asked for', async () => {
  await screen.until('here>');
  await type('SET config {"port": 8080}\r', 'OK\nhere>');
  await type('GET config\r', '{\n  "port": 8080\n}\nhere>');
  await type('INCR config\r', '(error) ERR value is not an integer or out of range\nhere>');
  expect(remembered).toEqual(['SET config {"port": 8080}', 'GET config', 'INCR config']);
});

test('a notification shows above the line that is being typed', async () => {
  await using other = createClient({ host: '127.0.0.1', port: server.port });
  await screen.until('here>');
  await type('NOTIFY config\r', /\(integer\) \d+\nhere>$/);
  await type('SET half-typed', /here> SET half-typed value \[NX.*$/);
  await other.call(['SET', 'config', '25']);
  await screen.until(/\nnotify config: set, number, revision \d+\n25\nhere> SET half-typed value .*$/);
  await type(' x\r', 'here> SET half-typed x\nOK\nhere>');
});

test('a line longer than the screen stays whole under a message', async () => {
  await using other = createClient({ host: '127.0.0.1', port: server.port });
  await screen.until('here>');
  await type('SUBSCRIBE news\r', 'subscribe news 1\nhere>');
  const long = 'x'.repeat(200);
  const typed = `here> ECHO ${'x'.repeat(69)}\n${'x'.repeat(80)}\n${'x'.repeat(51)}`;
  await type(`ECHO ${long}`, typed);
  // Going to its start and its end makes the editor draw it anew, from the first row to the last.
  await type(HOME + END, typed);
  await other.call(['PUBLISH', 'news', 'hi']);
  await screen.until(`subscribe news 1\nmessage news\n"hi"\n${typed}`);
  await type('\r', `${typed}\n"${'x'.repeat(79)}\n${'x'.repeat(80)}\n${'x'.repeat(41)}"\nhere>`);
});

test('Tab completes, and the arrow brings a line back', async () => {
  await screen.until('here>');
  await type(`getr${TAB}`, 'here> getrange key start end');
  await type(`${CTRL_C}PING\r`, 'PONG\nhere>');
  await type(UP, 'here> PING [message]');
});

test('a hint is gone while the cursor is inside of the line, and when it is entered', async () => {
  await screen.until('here>');
  await type('PING', 'here> PING [message]');
  await type(LEFT, 'here> PING');
  await type('\r', 'here> PING\nPONG\nhere>');
});

test('a password stays out of what the arrow brings back', async () => {
  await screen.until('here>');
  await type('PING\r', 'PONG\nhere>');
  keyboard.write('AUTH secret\r');
  await screen.until(/without any password[\s\S]*\nhere>$/);
  await type(UP, 'here> PING [message]');
});

test('the prompt tells of database and transaction', async () => {
  await screen.until('here>');
  await type('SELECT 3\r', 'OK\nhere[3]>');
  await type('MULTI\r', 'OK\nhere[3](TX)>');
  await type('PING\r', 'QUEUED\nhere[3](TX)>');
  await type('ZADD z 1 a 22 bc\r', 'QUEUED\nhere[3](TX)>');
  await type('ZRANGE z 0 -1 WITHSCORES\r', 'QUEUED\nhere[3](TX)>');
  await type('EXEC\r', '1) PONG\n2) (integer) 2\n3) 1) "a"   1\n   2) "bc"  22\nhere[3]>');
  await type('RESET\r', 'RESET\nhere>');
});

test('a lost connection is told, the typed line stays, and what was asked for goes on', async () => {
  await screen.until('here>');
  const { port } = server;
  await type('SUBSCRIBE news\r', 'subscribe news 1\nhere>');
  await type('GET half', 'here> GET half');
  await server.close();
  await screen.until('Trying again until it works.\nnot connected> GET half');
  server = await createServer({ port });
  await screen.until('subscribe news 1\nhere> GET half');
  await using other = createClient({ host: '127.0.0.1', port });
  await other.call(['PUBLISH', 'news', 'back']);
  await screen.until('message news\n"back"\nhere> GET half');
});

test('a change made while the connection was gone is told of once', async () => {
  await using other = createClient({ host: '127.0.0.1', port: server.port });
  await screen.until('here>');
  await type('NOTIFY config\r', /\(integer\) \d+\nhere>$/);
  await other.call(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
  await other.call(['SET', 'config', 'missed']);
  await screen.until(/revision \d+\n"missed"\nhere>$/);
  await other.call(['SET', 'config', 'seen']);
  await screen.until(/"seen"\nhere>$/);
  expect(screen.text.match(/"missed"/g)).toHaveLength(1);
});

test('without a server a command fails, and the shell stays', async () => {
  const { port } = server;
  await server.close();
  await screen.until('not connected>');
  keyboard.write('PING\r');
  await screen.until('The client goes on trying.\nnot connected>');
  server = await createServer({ port });
  await type('PING\r', 'PONG\nhere>');
});

test('lines pasted at once are answered one by one', async () => {
  await screen.until('here>');
  keyboard.write('ECHO a\rECHO b\r');
  await screen.until('"a"\nhere> ECHO b\n"b"\nhere>');
});

test('a server that asks for a password says so, and AUTH lets in', async () => {
  shell.end();
  await using locked = await createServer({ port: 0, config: { requirepass: 'secret' } });
  start(locked.port);
  await screen.until('AUTH [username] password lets you in.\nnot connected>');
  keyboard.write('AUTH wrong\r');
  await screen.until('disabled.\nnot connected>');
  keyboard.write('AUTH secret\r');
  await screen.until('here>');
  await type('PING\r', 'PONG\nhere>');
});

test('Ctrl+C ends a command that waits, and the session stays: its database, its name, its subscriptions', async () => {
  await using other = createClient({ host: '127.0.0.1', port: server.port, database: 3 });
  await screen.until('here>');
  await type('SELECT 3\r', 'OK\nhere[3]>');
  await type('CLIENT SETNAME me\r', 'OK\nhere[3]>');
  await type('CLIENT ID\r', /\(integer\) \d+\nhere\[3\]>$/);
  const [, id] = /\(integer\) (\d+)/.exec(screen.text) ?? [];
  keyboard.write('BLPOP queue 0\r');
  while (!(await other.info('clients')).includes('blocked_clients:1'));
  await type(CTRL_C, 'Interrupted.\nhere[3]>');
  await type('CLIENT GETNAME\r', '"me"\nhere[3]>');
  await type('CLIENT ID\r', new RegExp(`\\(integer\\) ${id}\\nhere\\[3\\]>$`));
  expect(await other.rpush('queue', 'kept')).toBe(1);
  await type('BLPOP queue 0\r', '1) "queue"\n2) "kept"\nhere[3]>');
});

test('a command that waits is answered when there is something, under messages that came meanwhile', async () => {
  await using other = createClient({ host: '127.0.0.1', port: server.port });
  await screen.until('here>');
  await type('SUBSCRIBE news\r', 'subscribe news 1\nhere>');
  keyboard.write('BZPOPMIN z 0\r');
  while (!(await other.info('clients')).includes('blocked_clients:1'));
  await other.publish('news', 'hi');
  await screen.until('message news\n"hi"');
  await other.zadd('z', 36, 'ada');
  await screen.until('message news\n"hi"\n1) "z"\n2) "ada"\n3) (double) 36\nhere>');
});

test('a hash is shown with its arrows below one another, and a long list is cut', async () => {
  await using other = createClient({ host: '127.0.0.1', port: server.port });
  await other.rpush(
    'long',
    Array.from({ length: 1000 }, (_, index) => index),
  );
  await screen.until('here>');
  await type('HSET user name Ada born 1815\r', '(integer) 2\nhere>');
  await type('HGETALL user\r', '1# "name" => "Ada"\n2# "born" => 1815\nhere>');
  await type(
    'LRANGE long 0 -1\r',
    /\n200\) 199\n… 800 more: a narrower range gives a part, 'redwing --raw' shows all\nhere>$/,
  );
});

test('Ctrl+C says how to leave, and Ctrl+D leaves', async () => {
  await screen.until('here>');
  await type(CTRL_C, "type 'exit'.\nhere>");
  keyboard.write(CTRL_D);
  expect(await exit).toBe(0);
});

test('exit leaves', async () => {
  await screen.until('here>');
  keyboard.write('exit\r');
  expect(await exit).toBe(0);
});
