/**
 * Publish and subscribe: SUBSCRIBE, PSUBSCRIBE and SSUBSCRIBE.
 *
 * A topic is a channel, pattern or shard channel that somebody wants; the server is asked once for each, however
 * many subscriptions share it. Delivery is at most once, as Redis has it: what is published while there is no
 * connection is missed. After a reconnect every topic is asked for again.
 */

import type { Push } from '@redwing/protocol';
import { encodeRequest, ReplyError } from '@redwing/protocol';
import type { Argument } from '../commands/words.ts';
import { Call } from '../connection/call.ts';
import type { Connection } from '../connection/connection.ts';
import { ignore } from '../deferred.ts';
import type { Feed } from './feed.ts';
import { bytesKey, elementKey, elementText } from './feed.ts';
import { Subscription } from './subscription.ts';

/** A message published to a channel. */
export interface Message<Text extends string | Buffer = string> {
  readonly channel: string;
  readonly message: Text;
  /** The pattern that matched, with psubscribe(). */
  readonly pattern?: string;
}

export interface SubscribeOptions {
  /** Messages come as Buffers. */
  readonly buffers?: boolean;
  /** How many messages may wait to be read; the client's messageLimit unless given. */
  readonly limit?: number;
  /** Ends the subscription; the loop over it throws an AbortedError. */
  readonly signal?: AbortSignal;
}

/** The command that subscribes. */
export type SubscriptionKind = 'subscribe' | 'psubscribe' | 'ssubscribe';

interface Topic {
  readonly kind: SubscriptionKind;
  readonly name: Argument;
  /** Whether the server has confirmed it on this connection. */
  confirmed: boolean;
  readonly subscribers: Set<Subscriber>;
  /** Those of the subscribers who have not been told yet that it is confirmed. */
  readonly expectant: Set<Subscriber>;
}

interface Subscriber {
  readonly subscription: Subscription<Message<string | Buffer>>;
  readonly buffers: boolean;
}

const KIND_OF_MESSAGE: Readonly<Record<string, SubscriptionKind>> = {
  message: 'subscribe',
  pmessage: 'psubscribe',
  smessage: 'ssubscribe',
};

export class Subscriptions implements Feed {
  private readonly topics = new Map<string, Topic>();
  private connection: Connection | undefined;

  get active(): boolean {
    return this.topics.size > 0;
  }

  subscribe(
    kind: SubscriptionKind,
    names: readonly Argument[],
    limit: number,
    options: SubscribeOptions,
  ): Subscription<Message<string | Buffer>> {
    const keys = new Map(names.map((name) => [topicKey(kind, bytesKey(name)), name]));
    const subscription = new Subscription<Message<string | Buffer>>(
      {
        name: `${kind} ${names.map((name) => elementText(toBuffer(name))).join(' ')}`,
        limit,
        signal: options.signal,
        onLeave: () => this.unsubscribe(keys.keys(), subscriber),
      },
      keys.size,
    );
    const subscriber: Subscriber = { subscription, buffers: options.buffers ?? false };
    for (const [key, name] of keys) this.join(key, kind, name, subscriber);
    return subscription;
  }

  attach(connection: Connection): void {
    this.connection = connection;
    for (const [key, topic] of this.topics) this.ask(key, topic);
  }

  take(push: Push): boolean {
    const kind = KIND_OF_MESSAGE[push.kind];
    if (kind === undefined) return false;
    const topic = this.topics.get(topicKey(kind, elementKey(push.values[0])));
    if (topic === undefined) return false;
    const [first, ...others] = push.values;
    const [channel, payload] = kind === 'psubscribe' ? others : push.values;
    const pattern = kind === 'psubscribe' ? { pattern: elementText(first) } : {};
    const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(String(payload));
    for (const { subscription, buffers } of [...topic.subscribers]) {
      subscription.put({
        channel: elementText(channel),
        message: buffers ? bytes : bytes.utf8Slice(),
        ...pattern,
      });
    }
    return true;
  }

  end(error?: Error): void {
    const topics = [...this.topics.values()];
    this.topics.clear();
    this.connection = undefined;
    for (const topic of topics) {
      for (const { subscription } of topic.subscribers) subscription.end(error);
    }
  }

  private join(key: string, kind: SubscriptionKind, name: Argument, subscriber: Subscriber): void {
    const present = this.topics.get(key);
    if (present !== undefined) {
      present.subscribers.add(subscriber);
      if (present.confirmed) subscriber.subscription.confirm();
      else present.expectant.add(subscriber);
      return;
    }
    const topic: Topic = {
      kind,
      name,
      confirmed: false,
      subscribers: new Set([subscriber]),
      expectant: new Set([subscriber]),
    };
    this.topics.set(key, topic);
    this.ask(key, topic);
  }

  private unsubscribe(keys: Iterable<string>, subscriber: Subscriber): void {
    for (const key of keys) {
      const topic = this.topics.get(key);
      topic?.expectant.delete(subscriber);
      if (topic === undefined || !topic.subscribers.delete(subscriber) || topic.subscribers.size > 0)
        continue;
      this.topics.delete(key);
      this.send(topic.kind.replace('sub', 'unsub'), topic.name, ignore);
    }
  }

  private ask(key: string, topic: Topic): void {
    const { connection } = this;
    topic.confirmed = false;
    this.send(topic.kind, topic.name, (error) => {
      if (this.topics.get(key) !== topic || this.connection !== connection) return;
      if (error instanceof ReplyError) this.refuse(key, topic, error);
      else if (error === undefined) confirm(topic);
      // Any other error is the loss of the connection; the next one asks again.
    });
  }

  private refuse(key: string, topic: Topic, error: ReplyError): void {
    this.topics.delete(key);
    for (const { subscription } of [...topic.subscribers]) subscription.leave(error);
  }

  private send(command: string, name: Argument, onSettled: (error: Error | undefined) => void): void {
    if (this.connection === undefined) return;
    const call = new Call(command.toUpperCase(), encodeRequest([command.toUpperCase(), name]), {
      confirmedBy: command,
      onSettled: (_, error) => onSettled(error),
    });
    call.promise.catch(ignore);
    this.connection.send(call);
  }
}

function confirm(topic: Topic): void {
  topic.confirmed = true;
  for (const { subscription } of topic.expectant) subscription.confirm();
  topic.expectant.clear();
}

function topicKey(kind: SubscriptionKind, name: string): string {
  return `${kind}:${name}`;
}

function toBuffer(name: Argument): Buffer {
  return Buffer.from(bytesKey(name), 'latin1');
}
