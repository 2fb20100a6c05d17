import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../../execution/scripted-clients.test-support.ts';

const client = new ScriptedServer({ 'enable-debug-command': 'yes' }).connect();

describe('COMMAND', () => {
  it('describes as many commands as it counts', () => {
    const count = client.send('COMMAND COUNT').slice(1);
    expect(client.send('COMMAND')).toMatch(new RegExp(`^\\*${count} `));
    expect(client.send('COMMAND INFO')).toBe(client.send('COMMAND'));
  });

  it('answers null for what it does not know, and leaves that out of the documents', () => {
    expect(client.send('COMMAND INFO nosuch')).toBe('*1 $-1');
    expect(client.send('COMMAND DOCS nosuch')).toBe('*0');
    expect(client.send('COMMAND INFO config|get')).toMatch(/^\*1 \*10 config\|get :-3 /);
  });

  it('lists by pattern, whatever its case, and by category', () => {
    expect(client.send('COMMAND LIST FILTERBY PATTERN MGE*')).toBe('*1 mget');
    expect(client.send('COMMAND LIST FILTERBY ACLCAT nosuch')).toBe('*0');
    expect(client.send('COMMAND LIST FILTERBY ACLCAT transaction')).toMatch(/ multi( |$)/);
    expect(client.send('COMMAND LIST FILTERBY MODULE x')).toBe('*0');
    expect(client.send('COMMAND LIST FILTERBY x y')).toBe('-ERR syntax error');
  });

  it('finds the keys of a request, and what becomes of them', () => {
    expect(client.send('COMMAND GETKEYS MSET a 1 b 2')).toBe('*2 a b');
    expect(client.send('COMMAND GETKEYSANDFLAGS SET a 1')).toBe('*1 *2 a *2 +OW +update');
    expect(client.send('COMMAND GETKEYS PING x')).toBe('-ERR The command has no key arguments');
    expect(client.send('COMMAND GETKEYS nosuch x')).toBe('-ERR Invalid command specified');
    expect(client.send('COMMAND GETKEYS GET a b')).toBe(
      '-ERR Invalid number of arguments specified for command',
    );
  });
});

describe('HELP', () => {
  it.each(['CLIENT', 'COMMAND', 'CONFIG', 'DEBUG', 'LATENCY', 'MEMORY', 'SLOWLOG'])(
    'of %s lists its subcommands in two lines each, itself last',
    (name) => {
      const reply = client.send(`${name} HELP`);
      expect(reply).toMatch(
        /^\*\d+ \+\w+ <subcommand> \[<arg> \[value\] \[opt\] \.\.\.\]\. Subcommands are: /,
      );
      expect(reply).toMatch(/ \+HELP \+ {4}Print this help\.$/);
    },
  );
});
