/** Distances that are stored: their last digits are the machine's, so they are compared as numbers here. */
import { expect, it } from 'vitest';
import { ScriptedServer } from '../../execution/scripted-clients.test-support.ts';

it('stores distances in the unit that was searched in', () => {
  const client = new ScriptedServer().connect();
  client.send('GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania');
  expect(client.send('GEOSEARCHSTORE near Sicily FROMLONLAT 15 37 BYRADIUS 200 km STOREDIST')).toContain(
    ':2',
  );
  const score = Number(/\d+\.\d+/.exec(client.send('ZSCORE near Palermo'))?.[0]);
  expect(score).toBeCloseTo(190.4424, 3);
});

it('tells replicas of places as scores', () => {
  const server = new ScriptedServer();
  const stream = server.recordStream();
  server.connect().send('GEOADD Sicily CH 13.361389 38.115556 Palermo');
  expect(stream.text()).toContain('ZADD Sicily CH 3479099956230698 Palermo');
});

it('shows a score that is not whole without its fraction', () => {
  const client = new ScriptedServer().connect();
  client.send('ZADD places 286630676996680.625 here');
  expect(client.send('GEORADIUS places 15 38 42090 mi WITHHASH')).toBe('*1 *2 here :286630676996680');
});
