import { commandNamed, requestOf } from '@redwing/protocol';
import { describe, expect, it } from 'vitest';
import { handlers } from '../commands/handlers.ts';
import { Registry } from '../execution/registry.ts';
import { ClientPause } from './client-pause.ts';
import type { Outbox } from './session.ts';
import { Session } from './session.ts';

const registry = new Registry(handlers);

function entryOf(name: Parameters<typeof commandNamed>[0]): NonNullable<ReturnType<Registry['findName']>> {
  const entry = registry.findName(commandNamed(name).name);
  if (entry === undefined) throw new Error(`no command ${name}`);
  return entry;
}

/** A session that notes when it may go on. */
function listener(): { session: Session; resumed: () => number } {
  let resumed = 0;
  const outbox: Partial<Outbox> = { resume: () => resumed++ };
  return { session: new Session(1, outbox as Outbox, 0, true), resumed: () => resumed };
}

describe('a pause', () => {
  it('holds everything, or only what may reach replicas', () => {
    const { session } = listener();
    const pause = new ClientPause(() => {});
    pause.begin('client', 100, true);
    expect(['get', 'set', 'publish'].map((name) => pause.holds(session, entryOf(name as 'get')))).toEqual([
      false,
      true,
      true,
    ]);
    pause.begin('client', 100, false);
    expect(pause.holds(session, entryOf('get'))).toBe(true);
  });

  it('holds EXEC when a queued command writes', () => {
    const { session } = listener();
    const pause = new ClientPause(() => {});
    pause.begin('client', 100, true);
    session.transaction = { queue: [], queuedBytes: 0, failed: false, executing: false };
    expect(pause.holds(session, entryOf('exec'))).toBe(false);
    session.transaction.queue.push({ entry: entryOf('set'), request: requestOf(['SET', 'a', '1']) });
    expect(pause.holds(session, entryOf('exec'))).toBe(true);
  });

  it('never holds replicas', () => {
    const { session } = listener();
    const pause = new ClientPause(() => {});
    pause.begin('client', 100, false);
    session.kind = 'replica';
    expect(pause.holds(session, entryOf('set'))).toBe(false);
  });

  it('keeps the request and lets the session go on when its time is over', () => {
    const { session, resumed } = listener();
    const pause = new ClientPause(() => {});
    pause.begin('client', 100, false);
    pause.hold(session, requestOf(['SET', 'a', '1']));
    pause.tick(99);
    expect({ blocked: session.blocked, resumed: resumed() }).toEqual({ blocked: true, resumed: 0 });
    pause.tick(100);
    expect({ blocked: session.blocked, resumed: resumed() }).toEqual({ blocked: false, resumed: 1 });
    expect(session.postponed?.latin1(1)).toBe('a');
    expect(pause.active).toBe(false);
  });

  it('is made longer and stronger by another, never shorter or weaker', () => {
    const { session } = listener();
    const pause = new ClientPause(() => {});
    pause.begin('client', 200, false);
    pause.begin('client', 100, true);
    pause.tick(150);
    expect(pause.holds(session, entryOf('get'))).toBe(true);
  });

  it('of one purpose goes on when that of another ends', () => {
    const pause = new ClientPause(() => {});
    pause.begin('client', 200, false);
    pause.begin('failover', 300, true);
    pause.end('client');
    expect(pause.active).toBe(true);
  });
});
