import { expect, test } from 'vitest';
import { checkTitleTemplate, expandTitle } from './process-title.ts';

const variables = {
  title: 'redwing-server',
  'listen-addr': '127.0.0.1:6969',
  'server-mode': '',
  port: '6969',
  'tls-port': '0',
  unixsocket: '',
  'config-file': '/etc/redwing.conf',
};

test('variables are filled in, and the empty end of the title is cut off', () => {
  expect(expandTitle('{title} {listen-addr} {server-mode}', variables)).toBe('redwing-server 127.0.0.1:6969');
  expect(expandTitle('{config-file}', variables)).toBe('/etc/redwing.conf');
});

test('a doubled brace stands for itself', () => {
  expect(expandTitle('{{{port}}', variables)).toBe('{6969}');
  expect(expandTitle('} {port}', variables)).toBe('} 6969');
});

test('an unknown variable or an open brace makes a template unusable', () => {
  for (const template of ['{nosuch}', '{title', '{', '{toString}', '', '{unixsocket}']) {
    expect(checkTitleTemplate(template)).toMatch(/^template format is invalid/);
  }
  expect(checkTitleTemplate('{title} {port}')).toBeUndefined();
});
