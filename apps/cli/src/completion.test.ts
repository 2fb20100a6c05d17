import { describe, expect, test } from 'vitest';
import { complete } from './completion.ts';

function offered(line: string): string[] {
  return complete(line)[0].map((word) => word.trimEnd());
}

describe('completion', () => {
  test('offers commands, in the case that is typed', () => {
    expect(offered('getr')).toEqual(['getrange']);
    expect(offered('GETR')).toEqual(['GETRANGE']);
    expect(offered('ex')).toContain('exit');
    expect(complete('getr')[1]).toBe('getr');
  });

  test('ends a word with a space', () => {
    expect(complete('getr')[0]).toEqual(['getrange ']);
  });

  test('offers subcommands', () => {
    expect(offered('client ')).toContain('setname');
    expect(offered('CLIENT NO')).toEqual(['NO-EVICT', 'NO-TOUCH']);
    expect(offered('config set')).toEqual(['set']);
  });

  test('offers option words once they may stand, and none that is typed', () => {
    expect(offered('set k ')).toEqual([]);
    expect(offered('set k v ')).toEqual(['ex', 'exat', 'get', 'keepttl', 'nx', 'px', 'pxat', 'xx']);
    expect(offered('SET k v P')).toEqual(['PX', 'PXAT']);
    expect(offered('SET k v EX ')).toEqual([]);
    expect(offered('SET k v EX 10 NX ')).toEqual(['GET']);
    expect(offered('zadd z ')).toEqual(['ch', 'gt', 'incr', 'lt', 'nx', 'xx']);
    expect(offered('zadd z 1 ')).toEqual([]);
    expect(offered('geosearch g fromlonlat 13.4 52.5 byradius 10 ')).toEqual(['ft', 'km', 'm', 'mi']);
    expect(offered('geosearch g frommember m bybox 1 1 km count 3 a')).toEqual(['any', 'asc']);
    expect(offered('LMPOP 2 a b ')).toEqual(['LEFT', 'RIGHT']);
    expect(offered('zrandmember z 2 ')).toEqual(['withscores']);
    expect(offered('CLIENT REPLY ')).toEqual(['OFF', 'ON', 'SKIP']);
  });

  test('offers what help can be asked', () => {
    expect(offered('help getr')).toEqual(['getrange']);
    expect(offered('help client setn')).toEqual(['setname']);
    expect(offered('help @stri')).toEqual(['@string']);
  });

  test('offers nothing for values, unknown commands and inside of quotes', () => {
    expect(offered('get ')).toEqual([]);
    expect(offered('nonsense ')).toEqual([]);
    expect(complete('set k "v')).toEqual([[], '']);
  });
});
