/**
 * Which connection brings which messages.
 *
 * In RESP3 messages come between replies, on the client's main connection. A feed has a connection of its own
 * where that cannot be: in RESP2, where a connection with messages can hardly be used for anything else, and for
 * the notifications that tell of the client's own changes too, because a connection is told of either kind.
 * The protocol is known once the main connection is greeted, so that one is always opened first.
 */

import type { Push } from '@redwing/protocol';
import type { Connection } from '../connection/connection.ts';
import type { Session } from '../connection/handshake.ts';
import { Link } from '../connection/link.ts';
import type { Settings } from '../options.ts';
import type { Feed } from './feed.ts';

interface Home {
  readonly feed: Feed;
  /** Never on the main connection. */
  readonly apart: boolean;
  link: Link | undefined;
}

export class Feeds {
  private readonly settings: Settings;
  private readonly session: Session;
  private readonly main: Link;
  private readonly onError: (error: Error) => void;
  private readonly homes: Home[] = [];

  constructor(settings: Settings, session: Session, main: Link, onError: (error: Error) => void) {
    this.settings = settings;
    this.session = session;
    this.main = main;
    this.onError = onError;
  }

  add(feed: Feed, apart: boolean): void {
    this.homes.push({ feed, apart, link: undefined });
  }

  /** Somebody wants messages of this feed: see to it that there is a connection for them. */
  wake(feed: Feed): void {
    const home = this.homes.find((each) => each.feed === feed);
    const { connection } = this.main;
    if (connection === undefined) this.main.open();
    else if (home !== undefined && !sharesMain(home, connection)) this.openOwn(home);
  }

  onMainReady(connection: Connection): void {
    for (const home of this.homes) {
      if (sharesMain(home, connection)) {
        home.link?.destroy();
        home.link = undefined;
        home.feed.attach(connection);
      } else if (home.feed.active) {
        this.openOwn(home);
      }
    }
  }

  /** The main connection is gone for good. */
  onMainIdle(error: Error): void {
    for (const home of this.homes) {
      if (home.link === undefined) home.feed.end(error);
    }
  }

  take(push: Push): boolean {
    return this.homes.some((home) => home.link === undefined && home.feed.take(push));
  }

  end(error?: Error): void {
    for (const home of this.homes) {
      home.feed.end(error);
      home.link?.destroy();
    }
  }

  private openOwn(home: Home): void {
    home.link ??= new Link(
      this.settings,
      this.session,
      {
        onReady: (connection) => home.feed.attach(connection),
        onPush: (push) => home.feed.take(push),
        onError: this.onError,
        onIdle: (error) => home.feed.end(error),
      },
      true,
    );
    home.link.open();
  }
}

function sharesMain(home: Home, connection: Connection): boolean {
  return !home.apart && connection.protocol === 3;
}
