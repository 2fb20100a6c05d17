import { describe, expect, test } from 'vitest';
import { hintFor } from './hints.ts';

const EXPIRATION =
  '[EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]';

describe('a hint', () => {
  test.each([
    ['get', ' key'],
    ['GET ', 'key'],
    ['GET k', ''],
    ['GET k ', ''],
    ['SET k ', `value [NX | XX] [GET] ${EXPIRATION}`],
    ['SET k "v w"', ` [NX | XX] [GET] ${EXPIRATION}`],
    ['SET k v NX ', `[GET] ${EXPIRATION}`],
    ['SET k v EX', ' seconds [NX | XX] [GET]'],
    ['SET k v EX 10 ', '[NX | XX] [GET]'],
    ['SET config {"host": "localhost", "port": 8080}', ` [NX | XX] [GET] ${EXPIRATION}`],
    ['MSET ', 'key value [key value ...]'],
    ['MSET a ', 'value [key value ...]'],
    ['MSET a 1 ', '[key value ...]'],
    ['DEL a ', '[key ...]'],
    ['PING ', '[message]'],
    ['PING hi ', ''],
    ['NOTIFY config SELF ', '[NOVALUE] [SINCE revision]'],
    ['CLIENT ', 'subcommand [argument ...]'],
    ['CLIENT SETNAME ', 'connection-name'],
    ['CLIENT REPLY ', '<ON | OFF | SKIP>'],
    ['CLIENT REPLY ON ', ''],
    ['nonsense ', ''],
    ['', ''],
    ['SET k "v', ''],
  ])('for %j is %j', (line, hint) => {
    expect(hintFor(line)).toBe(hint);
  });
});
