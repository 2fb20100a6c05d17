/**
 * A form of value that lies outside its entry: a table, a tree, a list of blocks.
 *
 * The keyspace keeps the reference to a value's root and needs to know four things about it, whatever it is. What
 * can be done with the value is between its own class and the commands.
 */
export interface ValueForm extends Releasable {
  /** Makes another value with the same elements and returns its root. */
  clone(root: number): number;
  /** Bytes the value takes in the arena. */
  bytes(root: number): number;
  /** Of a value that has a hash table: see `tableChains`. */
  chains?(root: number): number[];
}

/** What can be freed bit by bit: see Reclaimer. */
export interface Releasable {
  /** How many elements there are: roughly what freeing them costs. */
  count(root: number): number;
  /**
   * Frees a part of what belongs to nobody any more and returns where to go on, or 0 when all of it is gone, the root
   * included. The first call is given 0.
   */
  release(root: number, position: number): number;
}
