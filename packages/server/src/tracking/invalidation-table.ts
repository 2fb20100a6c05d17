/**
 * Which clients may hold which keys in their caches.
 *
 * A key stands for all databases, and a client for its id, so that one that is gone need not be looked for in every
 * key: its id is passed over when the key changes, as in Redis. Most keys are held by one client, which takes no set.
 */
const NOBODY: readonly number[] = [];

export class InvalidationTable {
  private readonly byKey = new Map<string, number | Set<number>>();
  private items = 0;

  /** How many keys are held by anybody. */
  get keys(): number {
    return this.byKey.size;
  }

  /** How many pairs of a key and a client there are. */
  get pairs(): number {
    return this.items;
  }

  add(key: string, id: number): void {
    const holders = this.byKey.get(key);
    if (holders === id) return;
    if (holders === undefined) this.byKey.set(key, id);
    else if (typeof holders === 'number') this.byKey.set(key, new Set([holders, id]));
    else if (holders.has(id)) return;
    else holders.add(id);
    this.items++;
  }

  /** Forgets a key; returns the clients that held it. */
  take(key: string): Iterable<number> {
    const holders = this.byKey.get(key);
    if (holders === undefined) return NOBODY;
    this.byKey.delete(key);
    this.items -= typeof holders === 'number' ? 1 : holders.size;
    return typeof holders === 'number' ? [holders] : holders;
  }

  /** The key that has been held for longest. */
  oldest(): string | undefined {
    for (const key of this.byKey.keys()) return key;
    return undefined;
  }

  clear(): void {
    this.byKey.clear();
    this.items = 0;
  }
}
