/**
 * A form of value that lies outside its entry: a table, a tree, a list of blocks.
 *
 * The keyspace keeps the reference to a value's root and needs to know four things about it, whatever it is. What
 * can be done with the value is between its own class and the commands.
 */
export interface ValueForm {
  /** How many elements the value has: roughly what freeing it costs. */
  count(root: number): number;
  /**
   * Frees a part of a value that belongs to nobody any more and returns where to go on, or 0 when all of it is gone,
   * the root included. The first call is given 0.
   */
  release(root: number, position: number): number;
  /** Makes another value with the same elements and returns its root. */
  clone(root: number): number;
  /** Bytes the value takes in the arena. */
  bytes(root: number): number;
}
