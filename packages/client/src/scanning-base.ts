/** The iterators of a client: over its keys, and over the elements of a hash, a set and a sorted set. */

import type { ParsedReply, ReplyText } from '@redwing/protocol';
import type { CallOptions } from './command-base.ts';
import { CommandBase } from './command-base.ts';
import type { Argument } from './commands/words.ts';
import type { CollectionScanOptions, ScanIteratorOptions, ScanStep } from './scan.ts';
import { inPairs, scanned, scoreOf } from './scan.ts';

type Buffered = { readonly buffers: true };

/** What `for await` walks through. */
type Elements<T> = AsyncGenerator<T, undefined, undefined>;

export abstract class ScanningBase extends CommandBase {
  /** Any command, its words as they are. */
  abstract call(args: readonly Argument[], options?: CallOptions): Promise<ParsedReply<ReplyText>>;

  /** All keys, by SCAN: `for await (const key of client.scanIterator({ match: 'user:*' }))`. */
  scanIterator(options: ScanIteratorOptions & Buffered): Elements<Buffer>;
  scanIterator(options?: ScanIteratorOptions): Elements<string>;
  scanIterator(options: ScanIteratorOptions = {}): Elements<ReplyText> {
    return scanned(this.stepWith(options), ['SCAN'], options);
  }

  /** Fields and values of a hash, by HSCAN: `for await (const [field, value] of client.hscanIterator('h'))`. */
  hscanIterator(key: Argument, options: CollectionScanOptions & Buffered): Elements<[Buffer, Buffer]>;
  hscanIterator(key: Argument, options?: CollectionScanOptions): Elements<[string, string]>;
  hscanIterator(key: Argument, options: CollectionScanOptions = {}): Elements<[ReplyText, ReplyText]> {
    return inPairs(scanned(this.stepWith(options), ['HSCAN', key], options), (value) => value);
  }

  /** Members of a set, by SSCAN: `for await (const member of client.sscanIterator('s'))`. */
  sscanIterator(key: Argument, options: CollectionScanOptions & Buffered): Elements<Buffer>;
  sscanIterator(key: Argument, options?: CollectionScanOptions): Elements<string>;
  sscanIterator(key: Argument, options: CollectionScanOptions = {}): Elements<ReplyText> {
    return scanned(this.stepWith(options), ['SSCAN', key], options);
  }

  /** Members and scores, by ZSCAN: `for await (const [member, score] of client.zscanIterator('z'))`. */
  zscanIterator(key: Argument, options: CollectionScanOptions & Buffered): Elements<[Buffer, number]>;
  zscanIterator(key: Argument, options?: CollectionScanOptions): Elements<[string, number]>;
  zscanIterator(key: Argument, options: CollectionScanOptions = {}): Elements<[ReplyText, number]> {
    return inPairs(scanned(this.stepWith(options), ['ZSCAN', key], options), scoreOf);
  }

  private stepWith({ signal, buffers = false }: CollectionScanOptions): ScanStep<ReplyText> {
    const options: CallOptions = signal === undefined ? { buffers } : { buffers, signal };
    return (words) => this.call(words, options);
  }
}
