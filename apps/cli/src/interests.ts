/**
 * What the messages of a connection were asked for, to ask for again on the next one.
 *
 * Channels are known from the server's confirmations, which are pushes themselves. For notifications the
 * revision last seen is kept, so that SINCE brings what happened in between. Notifications belong to the database
 * that was selected when they were asked for.
 */
import type { Push } from '@redwing/client';
import type { Word } from './words.ts';
import { capitals } from './words.ts';

export interface Watch {
  /** NOTIFY or PNOTIFY, the key or pattern, and the options save SINCE. */
  readonly words: readonly Word[];
  readonly database: number;
  revision: number;
}

interface Channel {
  readonly command: string;
  readonly name: Buffer;
}

const SUBSCRIPTION_KIND = /^([ps]?)(un)?subscribe$/;

export class Interests {
  private readonly channels = new Map<string, Channel>();
  private readonly watches = new Map<string, Watch>();

  get isEmpty(): boolean {
    return this.channels.size === 0 && this.watches.size === 0;
  }

  clear(): void {
    this.channels.clear();
    this.watches.clear();
  }

  /** Notes what a request that succeeded asked for. */
  noteReply(words: readonly Word[], reply: unknown, database: number): void {
    const name = capitals(words[0]);
    if (name === 'UNNOTIFY' || name === 'PUNNOTIFY') this.forget(name.replace('UN', ''), words, database);
    if ((name !== 'NOTIFY' && name !== 'PNOTIFY') || typeof reply !== 'number') return;
    const since = words.findIndex((word, index) => index > 1 && capitals(word) === 'SINCE');
    const kept = since === -1 ? words : words.filter((_, index) => index !== since && index !== since + 1);
    const revision = since === -1 ? reply : Number(capitals(words[since + 1]));
    this.watches.set(watchKey(name, words[1], database), {
      words: [name, ...kept.slice(1)],
      database,
      revision,
    });
  }

  notePush(push: Push): void {
    const [first] = push.values;
    if (push.kind === 'notify') {
      const revision = Number(push.values[4]);
      for (const watch of this.watches.values()) {
        const concerned =
          capitals(watch.words[0]) === 'PNOTIFY' || bytesOf(watch.words[1]) === bytesOf(asWord(first));
        if (concerned && revision > watch.revision) watch.revision = revision;
      }
      return;
    }
    const [, prefix, undone] = SUBSCRIPTION_KIND.exec(push.kind) ?? [];
    if (prefix === undefined || !Buffer.isBuffer(first)) return;
    const key = `${prefix}:${first.toString('latin1')}`;
    if (undone === undefined) {
      this.channels.set(key, { command: `${prefix}subscribe`.toUpperCase(), name: first });
    } else this.channels.delete(key);
  }

  /** The requests that subscribe to every channel again. */
  subscriptions(): Word[][] {
    return [...this.channels.values()].map(({ command, name }) => [command, name]);
  }

  notifications(): readonly Watch[] {
    return [...this.watches.values()];
  }

  private forget(name: string, words: readonly Word[], database: number): void {
    for (const word of words.slice(1)) this.watches.delete(watchKey(name, word, database));
    if (words.length > 1) return;
    for (const [key, watch] of this.watches) {
      if (capitals(watch.words[0]) === name) this.watches.delete(key);
    }
  }
}

function watchKey(name: string, target: Word | undefined, database: number): string {
  return `${name} ${database} ${bytesOf(target)}`;
}

function asWord(value: unknown): Word {
  return Buffer.isBuffer(value) ? value : String(value);
}

function bytesOf(word: Word | undefined): string {
  return Buffer.from(word ?? '').toString('latin1');
}
