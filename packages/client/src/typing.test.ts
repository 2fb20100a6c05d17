import { expectTypeOf, test } from 'vitest';
import type { Change, ParsedReply, Redwing } from './index.ts';

// Nothing here runs: the type checker does the work.
declare const client: Redwing;

test('methods answer what the command table says', () => {
  expectTypeOf<Redwing['get']>().returns.resolves.toEqualTypeOf<string | null>();
  expectTypeOf<Redwing['incr']>().returns.resolves.toEqualTypeOf<number>();
  expectTypeOf<Redwing['mget']>().returns.resolves.toEqualTypeOf<(string | null)[]>();
  expectTypeOf(() => client.mset({ a: 1 })).returns.resolves.toEqualTypeOf<'OK'>();
  expectTypeOf<Redwing['configGet']>().returns.resolves.toEqualTypeOf<Record<string, string>>();
  expectTypeOf<Redwing['buffers']['get']>().returns.resolves.toEqualTypeOf<Buffer | null>();
  expectTypeOf(() => client.buffers.set('k', 'v', 'GET')).returns.resolves.toEqualTypeOf<
    'OK' | Buffer | null
  >();
});

test('options given as an object decide between the replies there may be', () => {
  type Pairs = [string, number][];
  expectTypeOf(() => client.set('k', 'v')).returns.resolves.toEqualTypeOf<'OK' | null>();
  expectTypeOf(() => client.set('k', 'v', { GET: true, EX: 1 })).returns.resolves.toEqualTypeOf<
    string | null
  >();
  expectTypeOf(() => client.zrange('z', 0, -1)).returns.resolves.toEqualTypeOf<string[]>();
  expectTypeOf(() => client.zrange('z', 0, -1, { REV: true })).returns.resolves.toEqualTypeOf<string[]>();
  expectTypeOf(() => client.zrange('z', 0, -1, { WITHSCORES: true })).returns.resolves.toEqualTypeOf<Pairs>();
  expectTypeOf(() => client.zrange('z', 0, -1, 'REV')).returns.resolves.toEqualTypeOf<Pairs | string[]>();
  expectTypeOf(() => client.zunion(2, ['a', 'b'])).returns.resolves.toEqualTypeOf<string[]>();
  expectTypeOf(() =>
    client.zunion(2, ['a', 'b'], { WEIGHTS: [1, 2], WITHSCORES: true }),
  ).returns.resolves.toEqualTypeOf<Pairs>();
  expectTypeOf(() => client.zadd('z', 1, 'a')).returns.resolves.toEqualTypeOf<number>();
  expectTypeOf(() => client.zadd('z', { GT: true }, [[1, 'a']])).returns.resolves.toEqualTypeOf<number>();
  expectTypeOf(() => client.zadd('z', { INCR: true }, 1, 'a')).returns.resolves.toEqualTypeOf<
    number | null
  >();
  expectTypeOf(() => client.lpop('l')).returns.resolves.toEqualTypeOf<string | null>();
  expectTypeOf(() => client.lpop('l', 2)).returns.resolves.toEqualTypeOf<string[] | null>();
  expectTypeOf(() => client.lpos('l', 'x', { COUNT: 0 })).returns.resolves.toEqualTypeOf<number[]>();
  expectTypeOf(() => client.hrandfield('h', 2, 'WITHVALUES')).returns.resolves.toEqualTypeOf<
    [string, string][]
  >();
  expectTypeOf(() => client.buffers.spop('s')).returns.resolves.toEqualTypeOf<Buffer | null>();
});

test('iterators give what they walk through, as strings or Buffers', () => {
  expectTypeOf(() => client.hscanIterator('h').next()).returns.resolves.toEqualTypeOf<
    IteratorResult<[string, string], undefined>
  >();
  expectTypeOf(() => client.zscanIterator('z', { buffers: true }).next()).returns.resolves.toEqualTypeOf<
    IteratorResult<[Buffer, number], undefined>
  >();
});

test('arguments are checked', () => {
  expectTypeOf<Redwing['set']>().toBeCallableWith('k', 'v');
  expectTypeOf<Redwing['set']>().toBeCallableWith('k', Buffer.from('v'), { EX: 10, NX: true });
  expectTypeOf<Redwing['set']>().toBeCallableWith('k', 1, 'EX', 10, 'NX');
  expectTypeOf<Redwing['del']>().toBeCallableWith('a', ['b', Buffer.from('c')]);
  expectTypeOf(() => client.mset('a', 1, 'b', 'x')).returns.resolves.toEqualTypeOf<'OK'>();
  expectTypeOf<Redwing['expire']>().toBeCallableWith('k', 10, 'NX');
  expectTypeOf<Redwing['hset']>().toBeCallableWith('h', new Map([['f', 1]]));
  expectTypeOf<Redwing['hset']>().toBeCallableWith('h', [['f', Buffer.from('v')]]);
  expectTypeOf<Redwing['sadd']>().toBeCallableWith('s', new Set(['a']));
  expectTypeOf(() => client.geoadd('g', [[13.4, 52.5, 'Berlin']])).returns.resolves.toEqualTypeOf<number>();
  const mistakes = (): unknown => [
    // @ts-expect-error a value is missing
    client.set('k'),
    // @ts-expect-error no option is called so
    client.set('k', 'v', { EXPIRE: 10 }),
    // @ts-expect-error no condition is called so
    client.expire('k', 10, 'SOMETIMES'),
    // @ts-expect-error at least one key
    client.del(),
    // @ts-expect-error undefined is no value
    client.set('k', undefined),
    // @ts-expect-error a number of seconds
    client.expire('k', Buffer.from('10')),
    // @ts-expect-error keys are watched on a connection of one's own
    client.watch('k'),
  ];
  expectTypeOf(mistakes).toBeFunction();
});

test('transactions have the types of their commands, null only where keys can be watched', () => {
  const shared = () => client.multi().set('a', '1').mset({ b: 1 }).incr('n').get('a').call(['X']).exec();
  expectTypeOf(shared).returns.resolves.toEqualTypeOf<
    ['OK' | string | null, 'OK', number, string | null, ParsedReply]
  >();
  const watched = () => client.isolated((isolated) => isolated.multi().incr('n').exec());
  expectTypeOf(watched).returns.resolves.toEqualTypeOf<[number] | null>();
  const bytes = () => client.multi({ buffers: true }).get('a').exec();
  expectTypeOf(bytes).returns.resolves.toEqualTypeOf<[Buffer | null]>();
});

test('call() and subscriptions are of strings, or Buffers on request', () => {
  expectTypeOf(() => client.call(['GET', 'k'])).returns.resolves.toEqualTypeOf<ParsedReply>();
  expectTypeOf(() => client.call(['GET', 'k'], { buffers: true })).returns.resolves.toEqualTypeOf<
    ParsedReply<Buffer>
  >();
  expectTypeOf(() => client.notify('k').next()).returns.resolves.toEqualTypeOf<
    IteratorResult<Change, undefined>
  >();
  expectTypeOf(() => client.notify('k', { buffers: true }).next()).returns.resolves.toEqualTypeOf<
    IteratorResult<Change<Buffer>, undefined>
  >();
});
