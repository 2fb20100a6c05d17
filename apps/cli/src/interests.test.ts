import { Push } from '@redwing/client';
import { expect, test } from 'vitest';
import { Interests } from './interests.ts';

function push(kind: string, ...values: (string | number | null)[]): Push {
  return new Push(
    kind,
    values.map((value) => (typeof value === 'string' ? Buffer.from(value) : value)),
  );
}

test('channels are asked for again until they are left', () => {
  const interests = new Interests();
  interests.notePush(push('subscribe', 'a', 1));
  interests.notePush(push('psubscribe', 'b*', 2));
  interests.notePush(push('unsubscribe', 'a', 1));
  expect(interests.subscriptions()).toEqual([['PSUBSCRIBE', Buffer.from('b*')]]);
});

test('notifications go on behind the last change that was seen', () => {
  const interests = new Interests();
  interests.noteReply(['notify', 'a', 'SELF'], 10, 0);
  interests.noteReply(['NOTIFY', 'b'], 11, 2);
  interests.noteReply(['PNOTIFY', '*', 'SINCE', '5', 'NOVALUE'], 12, 0);
  interests.notePush(push('notify', 'a', 'set', 'string', 'x', 14));
  expect(interests.notifications()).toEqual([
    { words: ['NOTIFY', 'a', 'SELF'], database: 0, revision: 14 },
    { words: ['NOTIFY', 'b'], database: 2, revision: 11 },
    { words: ['PNOTIFY', '*', 'NOVALUE'], database: 0, revision: 14 },
  ]);
  interests.noteReply(['UNNOTIFY', 'a'], 2, 0);
  interests.noteReply(['PUNNOTIFY'], 1, 0);
  expect(interests.notifications()).toHaveLength(1);
});

test('a notification that was queued or refused is none', () => {
  const interests = new Interests();
  interests.noteReply(['NOTIFY', 'a'], 'QUEUED', 0);
  expect(interests.isEmpty).toBe(true);
});
