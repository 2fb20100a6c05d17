import { expect, test } from 'vitest';
import { replyText } from './reply-text.ts';

test('a union names each type once, and null last', () => {
  const list = { either: [{ array: 'bulk' }, 'null'] } as const;
  expect(replyText({ given: 2, reply: list, otherwise: 'bulk|null' })).toBe('Text[] | Text | null');
  expect(replyText({ either: ['bulk|null', 'verbatim', 'simple'] })).toBe('Text | string | null');
  expect(replyText({ either: ['ok', 'any'] })).toBe('unknown');
});

test('a union inside of brackets stays there', () => {
  const item = { either: ['bulk', { tuple: ['bulk|null', 'integer'] }] } as const;
  expect(replyText({ array: item })).toBe('(Text | [Text | null, number])[]');
  expect(replyText({ either: [{ map: 'bulk|null' }, 'null'] })).toBe('Record<string, Text | null> | null');
});
