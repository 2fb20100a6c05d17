/**
 * NOTIFY and PNOTIFY: a message at every change of a key.
 *
 *   NOTIFY key ──► :57   the history of changes stands at revision 57
 *                  >7 notify key event datatype value 58 …
 *
 * A watch is the interest of one subscription in one key or pattern. It remembers the revision of the last change
 * it handed out and asks with SINCE after a reconnect, so that nothing is missed and nothing comes twice:
 *
 * - before its NOTIFY is answered on this connection a watch hears nothing: what comes then is a replay for
 *   others, with changes that its own replay brings again, and it must not skip to the end of it. The server
 *   answers first, then replays, then goes on live;
 * - a change is handed to a watch only if its revision is above the last one, which drops whatever is replayed
 *   for another watch of the same key.
 *
 * So the changes of a key come in order; after a reconnect those of different keys may change places.
 *
 * When the server cannot go back that far it answers NOTIFYGAP. Then the watch begins anew at the present
 * revision and hands out a change of event `gap`: what the key is now must be read again.
 *
 * Values. NOVALUE is asked for only while no subscription wants values, because a connection is told of each
 * change in one form.
 */

import type { Push } from '@redwing/protocol';
import { encodeRequest, ReplyError } from '@redwing/protocol';
import type { Argument } from '../commands/words.ts';
import { Call } from '../connection/call.ts';
import type { Connection } from '../connection/connection.ts';
import { ignore } from '../deferred.ts';
import { GapError, hasCode } from '../errors.ts';
import type { Feed } from './feed.ts';
import { bytesKey, elementKey, elementText } from './feed.ts';
import { matchesGlob } from './glob.ts';
import { Subscription } from './subscription.ts';

/** A change of a key. */
export interface Change<Text extends string | Buffer = string> {
  readonly key: string;
  /** The name Redis gives it: `set`, `del`, `expired` …; `gap` when changes may have been missed. */
  readonly event: string;
  /** `string`, `number`, `json` or the type of a collection; `none` after a deletion; null with a gap. */
  readonly datatype: string | null;
  /** The new value, if it is a string that is not too long. */
  readonly value: Text | null;
  /** The position in the server's history of changes. */
  readonly revision: number;
}

export interface NotifyOptions {
  /** Begin after this revision and not with the next change. */
  readonly since?: number;
  /** Tell of this client's own changes too. */
  readonly self?: boolean;
  /** Leave out values. */
  readonly noValue?: boolean;
  /** Values come as Buffers. */
  readonly buffers?: boolean;
  /** When changes may have been missed: hand out a change of event `gap` (default), or throw a GapError. */
  readonly onGap?: 'yield' | 'throw';
  /** How many changes may wait to be read; the client's messageLimit unless given. */
  readonly limit?: number;
  /** Ends the subscription; the loop over it throws an AbortedError. */
  readonly signal?: AbortSignal;
}

export type NotifyKind = 'notify' | 'pnotify';

interface Watch {
  readonly topic: Topic;
  readonly subscription: Subscription<Change<string | Buffer>>;
  readonly options: NotifyOptions;
  /** Changes up to this revision have been handed out; undefined while that is not known. */
  revision: number | undefined;
  confirmed: boolean;
  /** Whether this connection has answered its NOTIFY. */
  live: boolean;
  /** Changes may have been missed, and the reader has not been told yet. */
  gap: boolean;
}

interface Topic {
  readonly kind: NotifyKind;
  readonly name: Argument;
  /** One character for each byte of the name. */
  readonly bytes: string;
  readonly watches: Set<Watch>;
}

export class Notifications implements Feed {
  private readonly self: boolean;
  private readonly keys = new Map<string, Topic>();
  private readonly patterns = new Map<string, Topic>();
  private connection: Connection | undefined;
  /** Whether the server was asked to send values. */
  private values = false;

  /** With `self`, the server is asked for the changes of this connection too. */
  constructor(self: boolean) {
    this.self = self;
  }

  get active(): boolean {
    return this.keys.size + this.patterns.size > 0;
  }

  notify(
    kind: NotifyKind,
    names: readonly Argument[],
    limit: number,
    options: NotifyOptions,
  ): Subscription<Change<string | Buffer>> {
    const unique = new Map(names.map((name) => [bytesKey(name), name]));
    const watches: Watch[] = [];
    const subscription = new Subscription<Change<string | Buffer>>(
      {
        name: `${kind} ${[...unique.keys()].map((bytes) => Buffer.from(bytes, 'latin1').toString()).join(' ')}`,
        limit,
        signal: options.signal,
        onLeave: () => this.leave(watches),
      },
      unique.size,
    );
    for (const [bytes, name] of unique) {
      const topic = this.topicOf(kind, bytes, name);
      const watch = {
        topic,
        subscription,
        options,
        revision: options.since,
        confirmed: false,
        live: false,
        gap: false,
      };
      topic.watches.add(watch);
      watches.push(watch);
    }
    if (options.noValue !== true && !this.values) this.askForValues(watches);
    for (const watch of watches) this.ask(watch);
    return subscription;
  }

  attach(connection: Connection): void {
    this.connection = connection;
    for (const watch of this.allWatches()) this.ask(watch);
  }

  take(push: Push): boolean {
    if (push.kind !== 'notify' && push.kind !== 'pnotify') return false;
    const [key, event, datatype, value, revisionReply] = push.values;
    const bytes = elementKey(key);
    const revision = Number(revisionReply);
    const topics = [...this.patterns.values()].filter((topic) => matchesGlob(topic.bytes, bytes));
    const exact = this.keys.get(bytes);
    if (exact !== undefined) topics.push(exact);
    for (const watch of topics.flatMap((topic) => [...topic.watches])) {
      if (!watch.live || revision <= (watch.revision ?? 0)) continue;
      watch.revision = revision;
      watch.subscription.put({
        key: elementText(key),
        event: elementText(event),
        datatype: elementText(datatype),
        value: valueFor(watch, value),
        revision,
      });
    }
    return topics.length > 0;
  }

  end(error?: Error): void {
    const watches = this.allWatches();
    this.keys.clear();
    this.patterns.clear();
    this.connection = undefined;
    for (const { subscription } of watches) subscription.end(error);
  }

  private topicOf(kind: NotifyKind, bytes: string, name: Argument): Topic {
    const topics = kind === 'notify' ? this.keys : this.patterns;
    const present = topics.get(bytes);
    if (present !== undefined) return present;
    const topic: Topic = { kind, name, bytes, watches: new Set() };
    topics.set(bytes, topic);
    return topic;
  }

  private allWatches(): Watch[] {
    return [...this.keys.values(), ...this.patterns.values()].flatMap((topic) => [...topic.watches]);
  }

  private leave(watches: readonly Watch[]): void {
    for (const watch of watches) {
      const { kind, bytes, name, watches: all } = watch.topic;
      const topics = kind === 'notify' ? this.keys : this.patterns;
      if (!all.delete(watch) || all.size > 0 || topics.get(bytes) !== watch.topic) continue;
      topics.delete(bytes);
      this.send([kind === 'notify' ? 'UNNOTIFY' : 'PUNNOTIFY', name], ignore);
    }
    if (!this.active) this.values = false;
  }

  /** The first subscription with values: the topics that were asked for without are asked for again. */
  private askForValues(newWatches: readonly Watch[]): void {
    this.values = true;
    for (const watch of this.allWatches()) {
      if (!newWatches.includes(watch)) this.send(this.request(watch.topic, undefined), ignore);
    }
  }

  private ask(watch: Watch): void {
    const { connection } = this;
    const { topic } = watch;
    watch.live = false;
    this.send(this.request(topic, watch.revision), (reply, error) => {
      if (!topic.watches.has(watch) || this.connection !== connection) return;
      if (error === undefined) this.begin(watch, Number(reply));
      else if (hasCode(error, 'NOTIFYGAP')) this.restart(watch, error);
      else if (error instanceof ReplyError) watch.subscription.leave(error);
      // Any other error is the loss of the connection; the next one asks again.
    });
  }

  private request(topic: Topic, since: number | undefined): Argument[] {
    return [
      topic.kind.toUpperCase(),
      topic.name,
      ...(this.self ? ['SELF'] : []),
      ...(this.values ? [] : ['NOVALUE']),
      ...(since === undefined ? [] : ['SINCE', since]),
    ];
  }

  private begin(watch: Watch, revision: number): void {
    const { topic, subscription } = watch;
    watch.revision ??= revision;
    watch.live = true;
    if (watch.gap) {
      watch.gap = false;
      subscription.put({ key: nameOf(topic), event: 'gap', datatype: null, value: null, revision });
    }
    if (!watch.confirmed) subscription.confirm();
    watch.confirmed = true;
  }

  /** The history is gone: begin anew, and say so. */
  private restart(watch: Watch, cause: Error): void {
    if (watch.options.onGap === 'throw') {
      watch.subscription.leave(
        new GapError(
          `What happened to ${nameOf(watch.topic)} after revision ${watch.revision} is not known to the server ` +
            'any more. Read what it is now, then call notify() again without since.',
          { cause },
        ),
      );
      return;
    }
    watch.revision = undefined;
    watch.gap = true;
    this.ask(watch);
  }

  private send(
    words: readonly Argument[],
    onSettled: (reply: unknown, error: Error | undefined) => void,
  ): void {
    if (this.connection === undefined) return;
    const call = new Call(String(words[0]), encodeRequest(words), { needsPushes: true, onSettled });
    call.promise.catch(ignore);
    this.connection.send(call);
  }
}

function nameOf(topic: Topic): string {
  return Buffer.from(topic.bytes, 'latin1').utf8Slice();
}

function valueFor(watch: Watch, value: unknown): string | Buffer | null {
  if (watch.options.noValue === true || value === null || value === undefined) return null;
  if (!Buffer.isBuffer(value))
    return watch.options.buffers === true ? Buffer.from(String(value)) : String(value);
  return watch.options.buffers === true ? value : value.utf8Slice();
}
