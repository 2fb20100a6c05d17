import { Push } from '@redwing/client';
import { expect, test } from 'vitest';
import { renderPush } from './message.ts';
import { uncoloured } from './palette.ts';

const look = { palette: uncoloured, width: 80 };

function bytes(...texts: string[]): Buffer[] {
  return texts.map((text) => Buffer.from(text));
}

test('a notification names key, event, type and revision, and shows the value', () => {
  const push = new Push('notify', [...bytes('config', 'set', 'json', '{"a":1}'), 58]);
  expect(renderPush(push, look)).toBe('notify config: set, json, revision 58\n{\n  "a": 1\n}');
});

test('a notification of a deletion has no value', () => {
  const push = new Push('notify', [...bytes('config', 'del', 'none'), null, 59]);
  expect(renderPush(push, look)).toBe('notify config: del, none, revision 59');
});

test('a published message shows its channel and what was published', () => {
  expect(renderPush(new Push('message', bytes('news', '25')), look)).toBe('message news\n25');
  expect(renderPush(new Push('pmessage', bytes('n*', 'news', 'hi')), look)).toBe('pmessage n* news\n"hi"');
});

test('other messages are shown on a line', () => {
  expect(renderPush(new Push('subscribe', [...bytes('news'), 1]), look)).toBe('subscribe news 1');
  expect(renderPush(new Push('invalidate', [null]), look)).toBe('invalidate -');
});
