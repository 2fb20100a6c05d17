import { expect, test } from 'vitest';
import { directiveNames, directives, findDirective, settingNames, themes } from './directives.ts';

test('the property of a directive is its name in camel case', () => {
  for (const setting of settingNames) {
    const { name } = directives[setting];
    expect(name.replace(/[-_]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())).toBe(setting);
  }
});

test('no two directives share a name', () => {
  const names = directiveNames.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('every directive is in exactly one theme', () => {
  const inThemes = themes.flatMap((theme) => theme.directives.map(({ name }) => name));
  expect(inThemes.toSorted()).toEqual(settingNames.map((setting) => directives[setting].name).toSorted());
});

test('every summary is a sentence, and whatever has no effect says why', () => {
  for (const setting of settingNames) {
    const { name, summary, effect, because } = directives[setting];
    expect(summary, name).toMatch(/^[A-Z].*\.$|^TCP/s);
    expect(because === undefined, name).toBe(effect === 'implemented');
    // The reason stands inside a sentence of the log.
    if (because !== undefined) expect(because, name).not.toMatch(/\.$/);
  }
});

test('a directive is found under either name, in capitals or not', () => {
  expect(findDirective('MaxMemory')).toEqual({ setting: 'maxmemory', name: 'maxmemory' });
  expect(findDirective('slaveof')).toEqual({ setting: 'replicaof', name: 'slaveof' });
  expect(findDirective('nosuch')).toBeUndefined();
  expect(findDirective('toString')).toBeUndefined();
});
