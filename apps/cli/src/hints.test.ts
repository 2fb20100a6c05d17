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
    ['ZADD z NX ', '[GT | LT] [CH] [INCR] score member [score member ...]'],
    ['ZADD z NX 1 ', 'member [score member ...]'],
    ['ZADD z 1 a ', '[score member ...]'],
    ['ZUNION 2 a b WEIGHTS 1 ', '[weight ...] [AGGREGATE <SUM | MIN | MAX>] [WITHSCORES]'],
    ['ZUNION 2 a b WEIGHTS 1 2 AGGREGATE ', '<SUM | MIN | MAX> [WITHSCORES]'],
    ['GEOADD g CH 13.4 ', 'latitude member [longitude latitude member ...]'],
    [
      'GEOSEARCH g FROMLONLAT 13.4 52.5 BYRADIUS 10 ',
      '<M | KM | FT | MI> [ASC | DESC] [COUNT count [ANY]] [WITHCOORD] [WITHDIST] [WITHHASH]',
    ],
    ['LMPOP 2 a b LEFT COUNT ', 'count'],
    ['BLPOP a ', '[key ...] timeout'],
    ['HRANDFIELD h 2 ', '[WITHVALUES]'],
    ['HEXPIRE h 10 FIELDS 1 ', 'field [field ...]'],
    [
      'SORT k GET # ',
      '[GET pattern ...] [BY pattern] [LIMIT offset count] [ASC | DESC] [ALPHA] [STORE destination]',
    ],
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
