import { Arena } from './arena.ts';
import { hashBytes } from './hash.ts';
import { HashTable } from './hash-table.ts';
import { scanTable } from './table-walks.ts';

const encoder = new TextEncoder();

/** A table whose records are numbers and whose keys are their digits. */
export class Numbers {
  readonly arena: Arena = new Arena({ poison: true });
  readonly table: HashTable = new HashTable(this.arena, {
    matches: (record, bytes, start, length) =>
      Buffer.from(bytes.subarray(start, start + length)).toString() === String(record),
  });

  readonly root: number = this.table.create();

  hash(record: number): number {
    const bytes = encoder.encode(String(record));
    return hashBytes(bytes, 0, bytes.length, 1, 2);
  }

  has(record: number): boolean {
    const bytes = encoder.encode(String(record));
    return this.table.find(this.root, this.hash(record), bytes, 0, bytes.length) === record;
  }

  add(record: number): void {
    this.table.add(this.root, this.hash(record), record);
  }

  remove(record: number): void {
    this.table.remove(this.root, this.hash(record), record);
  }

  scanAll(between: () => void): Set<number> {
    const seen = new Set<number>();
    let position = 0;
    do {
      position = scanTable(this.arena, this.root, position, (record) => seen.add(record));
      between();
    } while (position !== 0);
    return seen;
  }
}
