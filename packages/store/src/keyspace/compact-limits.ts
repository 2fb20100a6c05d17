/** How large a collection may be and still lie in its entry; what is beyond becomes a table, a tree or a list of blocks. */
export interface CompactLimits {
  hashFields: number;
  hashBytes: number;
  /** Members of a set of integers. */
  setIntegers: number;
  /** Members of a set of any bytes, and how long each may be. */
  setMembers: number;
  setBytes: number;
  sortedSetMembers: number;
  sortedSetBytes: number;
  /** A node of a list: elements if positive, -1 to -5 for 4 to 64 KiB. */
  listNode: number;
  /** Bytes from which on an element of a list has a node of its own, as it is. */
  listPlainBytes: number;
  /** A node of a stream; 0 is no limit. */
  streamNodeBytes: number;
  streamNodeEntries: number;
}

/** What Redis takes unless told otherwise; it keeps no sets of other members compact, so those limits are ours. */
export function defaultCompactLimits(): CompactLimits {
  return {
    hashFields: 512,
    hashBytes: 64,
    setIntegers: 512,
    setMembers: 128,
    setBytes: 64,
    sortedSetMembers: 128,
    sortedSetBytes: 64,
    listNode: -2,
    listPlainBytes: 2 ** 30,
    streamNodeBytes: 4096,
    streamNodeEntries: 100,
  };
}
