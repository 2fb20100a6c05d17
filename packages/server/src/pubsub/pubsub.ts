/**
 * Publish and subscribe: messages that are handed on and not kept.
 *
 * Three separate spaces of names: channels, patterns over channels, and shard channels (one server is one shard).
 * A message is encoded once: what a RESP2 and a RESP3 subscriber get differs in the first byte alone, and the same
 * string goes to all of them, in order with whatever else they are sent.
 *
 * A session that has subscriptions counts them in `subscriptions`: the gates and the output limits go by that.
 * A subscriber that reads too slowly is cut off by its connection; a publisher never waits.
 */
import { GlobPattern } from '@redwing/store';
import type { Session } from '../connections/session.ts';
import { byteText, textBytes } from '../effects/byte-text.ts';
import { Subscriptions } from './subscriptions.ts';

/** Sends text to a session; `Engine.push`. */
export type Push = (session: Session, text: string) => void;

export type SubscriptionKind = 'channels' | 'patterns' | 'shardChannels';

export class PubSub {
  readonly channels: Subscriptions = new Subscriptions();
  readonly patterns: Subscriptions = new Subscriptions();
  readonly shardChannels: Subscriptions = new Subscriptions();
  private readonly compiled = new Map<string, GlobPattern>();
  private readonly push: Push;

  constructor(push: Push) {
    this.push = push;
  }

  /** Whether anybody would hear of a message, whatever its channel. */
  get hasSubscribers(): boolean {
    return this.channels.size > 0 || this.patterns.size > 0;
  }

  subscribe(session: Session, kind: SubscriptionKind, name: string): void {
    if (!this[kind].add(session, name)) return;
    session.subscriptions++;
    if (kind === 'patterns' && !this.compiled.has(name)) this.compiled.set(name, compile(name));
  }

  unsubscribe(session: Session, kind: SubscriptionKind, name: string): void {
    if (!this[kind].remove(session, name)) return;
    session.subscriptions--;
    if (kind === 'patterns' && this.patterns.subscribersOf(name).size === 0) this.compiled.delete(name);
  }

  /** Ends all subscriptions of a session that is gone or was reset. */
  end(session: Session): void {
    if (session.subscriptions === 0) return;
    for (const kind of ['channels', 'patterns', 'shardChannels'] as const) {
      for (const name of this[kind].namesOf(session)) this.unsubscribe(session, kind, name);
    }
  }

  /** The count that a confirmation carries: channels and patterns together, shard channels by themselves. */
  countFor(session: Session, kind: SubscriptionKind): number {
    if (kind === 'shardChannels') return this.shardChannels.countOf(session);
    return this.channels.countOf(session) + this.patterns.countOf(session);
  }

  /** Sends a message to a channel's subscribers and to those of matching patterns; returns how many were sent. */
  publish(channel: Uint8Array, message: Uint8Array): number {
    if (!this.hasSubscribers) return 0;
    return this.deliver(channel, byteText(channel, 0, channel.length), byteText(message, 0, message.length));
  }

  /** As `publish`, for what the server itself has to say: texts of latin1 characters. */
  publishText(channel: string, message: string): number {
    if (!this.hasSubscribers) return 0;
    return this.deliver(textBytes(channel), channel, message);
  }

  private deliver(channel: Uint8Array, name: string, message: string): number {
    const tail = bulk(name) + bulk(message);
    let sent = this.send(this.channels.subscribersOf(name), `3\r\n$7\r\nmessage\r\n${tail}`);
    for (const [pattern, glob] of this.compiled) {
      if (!glob.matches(channel, 0, channel.length)) continue;
      sent += this.send(
        this.patterns.subscribersOf(pattern),
        `4\r\n$8\r\npmessage\r\n${bulk(pattern)}${tail}`,
      );
    }
    return sent;
  }

  /** As `publish`, for a shard channel, which patterns do not reach. */
  publishToShard(channel: Uint8Array, message: Uint8Array): number {
    if (this.shardChannels.size === 0) return 0;
    const name = byteText(channel, 0, channel.length);
    const tail = bulk(name) + bulk(byteText(message, 0, message.length));
    return this.send(this.shardChannels.subscribersOf(name), `3\r\n$8\r\nsmessage\r\n${tail}`);
  }

  private send(subscribers: ReadonlySet<Session>, text: string): number {
    if (subscribers.size === 0) return 0;
    let resp2: string | undefined;
    let resp3: string | undefined;
    for (const session of subscribers) {
      if (session.resp3) {
        resp3 ??= `>${text}`;
        this.push(session, resp3);
      } else {
        resp2 ??= `*${text}`;
        this.push(session, resp2);
      }
    }
    return subscribers.size;
  }
}

function compile(pattern: string): GlobPattern {
  return new GlobPattern(textBytes(pattern), 0, pattern.length);
}

/** A bulk string from latin1 text. */
function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}
