/** ZRANDMEMBER key [count [WITHSCORES]] */
import { SORTED_SET, SortedSetValue } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { readSampleCount, replySample, SAMPLE_PAIRS_MAX } from '../hash/random.ts';
import { replyMember } from './members-reply.ts';

const set = new SortedSetValue();

export function zrandmember(call: Call): void {
  const { random } = call.engine.keyspace;
  if (call.count === 2) {
    const entry = call.readOf(SORTED_SET, 1);
    if (entry === 0) call.reply.null();
    else replyMember(call, set, set.open(call.db, entry).randomPlace(random), false);
    return;
  }
  const count = readSampleCount(call, 2);
  const withScores = call.count === 4 && call.is(3, 'WITHSCORES');
  if (call.count > 3 && !withScores) throw errors.syntax;
  if (withScores && Math.abs(count) >= SAMPLE_PAIRS_MAX) throw errors.outOfRange;
  const entry = call.readOf(SORTED_SET, 1);
  if (entry === 0 || count === 0) {
    call.reply.array(0);
    return;
  }
  set.open(call.db, entry);
  const parts = withScores && !call.reply.resp3 ? 2 : 1;
  replySample(call, set, count, parts, (place) => replyMember(call, set, place, withScores));
}
