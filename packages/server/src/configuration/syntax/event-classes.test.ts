import { expect, test } from 'vitest';
import { eventClasses, eventLetters } from './event-classes.ts';
import { Invalid } from './value-syntax.ts';

function read(letters: string): { value: number; text: string } | string {
  const context = { repeated: false, workingDirectory: '/' };
  const parsed = eventLetters().parse([letters], undefined, context);
  return parsed instanceof Invalid ? parsed.reason : parsed;
}

test('letters become bits, and are shown in one order', () => {
  expect(read('gK$')).toEqual({
    value: eventClasses.keyspace | eventClasses.generic | eventClasses.string,
    text: 'g$K',
  });
  expect(read('')).toEqual({ value: 0, text: '' });
});

test('A stands for all kinds of events but misses and new keys', () => {
  expect(read('KA')).toMatchObject({ text: 'AK' });
  expect(read('g$lshzxetdK')).toMatchObject({ text: 'AK' });
  expect(read('AKEmn')).toMatchObject({ text: 'AKEm' });
  expect(read('gn')).toMatchObject({ text: 'gn' });
});

test('an unknown letter is refused', () => {
  expect(read('Kq')).toBe("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
});
