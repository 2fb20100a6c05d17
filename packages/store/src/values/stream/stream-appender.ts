/**
 * Appending to streams. Most entries go to the stream that was appended to last, so the appender stays with its last
 * block, and looks for another only when it is asked about another stream, or when blocks have been edited otherwise.
 *
 * When a block is full is decided as Redis 7.0 does. One object serves all streams of a keyspace.
 */
import type { CompactLimits } from '../../keyspace/compact-limits.ts';
import { Slice } from '../../memory/slice.ts';
import { TreeCursor } from '../../memory/tree-cursor.ts';
import { LISTPACK_FIRST, replaceElement } from '../listpack.ts';
import { Needle } from '../needle.ts';
import { BlockWriter } from './block-writer.ts';
import type { EntrySource } from './stream-block.ts';
import { StreamBlockCursor } from './stream-block.ts';
import type { StreamBlocks } from './stream-blocks.ts';
import { StreamId } from './stream-id.ts';

/** No block, and so no entry, is larger. */
const BLOCK_BYTES_MAX = 2 ** 30;
/** No more room is made for a block beforehand. */
const ROOM_BYTES_MAX = 16_384;
/** Counts below this are elements of one byte. */
const SMALL_COUNT = 128;

/** What `edits` never is. */
const NOWHERE = -1;

const part = new Slice();

/**
 * Bytes of an entry's fields and values, which is what Redis goes by in telling whether a block is full. Undefined if the
 * entry cannot be appended at all.
 */
export function entryTextBytes(source: EntrySource): number | undefined {
  let sum = 0;
  for (let i = source.fieldCount * 2 - 1; i >= 0; i--) sum += source.part(i, part).length;
  return sum > BLOCK_BYTES_MAX ? undefined : sum;
}

export class StreamAppender {
  private readonly blocks: StreamBlocks;
  private readonly walker: TreeCursor;
  private readonly cursor = new StreamBlockCursor();
  private readonly writer = new BlockWriter();
  private readonly needle = new Needle();
  private readonly master = new StreamId();
  /** Where the cursor is: a stream, its last block, and what `edits` was when it came there. */
  private root = 0;
  private block = 0;
  private edits = NOWHERE;
  /** Bytes of a last block that was found to be full. */
  private bytesBefore = 0;

  constructor(blocks: StreamBlocks) {
    this.blocks = blocks;
    this.walker = new TreeCursor(blocks.tree);
  }

  /** Appends an entry of so many bytes of text, with an id greater than the last. */
  append(root: number, limits: CompactLimits, id: StreamId, source: EntrySource, textBytes: number): void {
    const { blocks, master, cursor, writer } = this;
    if (this.root !== root || this.edits !== blocks.edits) this.goTo(root);
    if (this.block !== 0 && this.isFull(limits, textBytes)) this.leave();
    const { block } = this;
    if (block === 0) {
      master.set(id);
      // The block will be about as large as the one before it.
      const room = Math.max(writer.roomForFirst(source, textBytes), this.bytesBefore);
      this.block = blocks.add(root, master, room);
      writer.create(blocks.window(this.block), blocks.start(this.block), source);
    } else {
      const needed = blocks.sizeOf(block) + writer.roomFor(source, textBytes);
      this.block = blocks.reserve(root, master, block, needed);
    }
    const bytes = blocks.window(this.block);
    const start = blocks.start(this.block);
    if (this.block !== block) cursor.attach(bytes, start, master);
    writer.append(bytes, start, cursor, id, master, source);
    const live = ++cursor.live;
    if (live < SMALL_COUNT && (bytes[start + LISTPACK_FIRST] as number) < SMALL_COUNT) {
      bytes[start + LISTPACK_FIRST] = live;
    } else {
      replaceElement(bytes, start, LISTPACK_FIRST, this.needle.setInteger(live));
      cursor.attach(bytes, start, master);
    }
    blocks.countAppended(root, id);
    // A new block is not the last one where ids were set back behind a block that is still there.
    this.edits = block === 0 ? NOWHERE : blocks.edits;
  }

  /** Goes to the last block of a stream; 0 if it has none. */
  private goTo(root: number): void {
    const { blocks, walker, master } = this;
    this.root = root;
    this.bytesBefore = 0;
    this.block = walker.last(blocks.blocksOf(root)) ? walker.payload : 0;
    if (this.block === 0) return;
    for (let i = 0; i < 4; i++) master.words[i] = walker.keyWord(i);
    this.cursor.attach(blocks.window(this.block), blocks.start(this.block), master);
  }

  private isFull({ streamNodeBytes, streamNodeEntries }: CompactLimits, textBytes: number): boolean {
    const isUnlimited = streamNodeBytes === 0 || streamNodeBytes > BLOCK_BYTES_MAX;
    const bytesMax = isUnlimited ? BLOCK_BYTES_MAX : streamNodeBytes;
    if (this.blocks.sizeOf(this.block) + textBytes >= bytesMax) return true;
    return streamNodeEntries > 0 && this.cursor.live + this.cursor.deleted >= streamNodeEntries;
  }

  /** Leaves a block that is full. */
  private leave(): void {
    const { blocks } = this;
    blocks.shrink(this.root, this.master, this.block);
    this.bytesBefore = Math.min(blocks.sizeOf(this.block), ROOM_BYTES_MAX);
    this.block = 0;
  }
}
