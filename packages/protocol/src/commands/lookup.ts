/**
 * From the name in a request to whatever is kept for that command, without a string on the way.
 *
 * An open-addressing hash table over all names. It is filled once, so it needs neither deletion nor growth,
 * and it is kept at most a quarter full, so that a search seldom meets another name.
 *
 *     name -- hash --> slot --> entry --> place in the bytes of all names, compared one by one
 *
 * The hash looks at the length and four bytes only, and unequal lengths end a comparison: a hostile name of
 * megabytes costs no more than a short one. Names are printable ASCII. Subcommands live in a table of their
 * own for each container.
 */

import type { Request } from '../request/request.ts';

/**
 * Length, the first two bytes, the middle one and the last tell command names apart. Setting bit 0x20 makes
 * letters equal in both cases; the odd factors spread each byte over all bits.
 */
function hashName(bytes: Uint8Array, start: number, length: number): number {
  if (length === 0) return 0;
  const last = start + length - 1;
  const second = length > 1 ? start + 1 : start;
  const hash =
    (Math.imul((bytes[start] as number) | 0x20, 0x2f0b4a27) ^
      Math.imul((bytes[second] as number) | 0x20, 0x165667b1) ^
      Math.imul((bytes[start + (length >> 1)] as number) | 0x20, 0x27d4eb2f) ^
      Math.imul((bytes[last] as number) | 0x20, 0x3c6ef373)) +
    length;
  return hash ^ (hash >>> 15);
}

export class CommandLookup<T> {
  /** Entry number plus one of each slot; 0 is empty. */
  readonly #slots: Uint16Array;
  readonly #mask: number;
  readonly #names: Uint8Array;
  readonly #starts: Int32Array;
  readonly #lengths: Int32Array;
  readonly #values: T[] = [];
  readonly #children: (CommandLookup<T> | undefined)[] = [];
  readonly #encoder = new TextEncoder();
  /** The entry that was found last: requests of a pipeline are often of one kind. */
  #last = 0;

  /**
   * Takes names as the table writes them, in any order and any case: `get`, `client`, `client|id`. Throws if
   * a name is given twice, is not of printable ASCII, or is of a subcommand without its container.
   */
  constructor(entries: Iterable<readonly [name: string, value: T]>) {
    const own: [name: string, value: T][] = [];
    const nested = new Map<string, [name: string, value: T][]>();
    for (const [anyCase, value] of entries) {
      const name = anyCase.toLowerCase();
      if (!/^[!-~]+$/.test(name)) throw new Error(`not a command name: ${JSON.stringify(anyCase)}`);
      const bar = name.indexOf('|');
      if (bar < 0) {
        own.push([name, value]);
      } else {
        const container = name.slice(0, bar);
        const list = nested.get(container) ?? [];
        list.push([name.slice(bar + 1), value]);
        nested.set(container, list);
      }
    }
    let size = 8;
    while (size < own.length * 4) size *= 2;
    this.#slots = new Uint16Array(size);
    this.#mask = size - 1;
    this.#names = this.#encoder.encode(own.map(([name]) => name).join(''));
    this.#starts = new Int32Array(own.length);
    this.#lengths = new Int32Array(own.length);
    this.#fill(own, nested);
  }

  #fill(own: readonly [string, T][], nested: Map<string, [string, T][]>): void {
    let start = 0;
    for (const [name, value] of own) {
      if (this.#indexOf(this.#names, start, name.length) >= 0)
        throw new Error(`two commands are named ${name}`);
      const index = this.#values.length;
      this.#starts[index] = start;
      this.#lengths[index] = name.length;
      let slot = hashName(this.#names, start, name.length) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = index + 1;
      this.#values.push(value);
      const subcommands = nested.get(name);
      this.#children.push(subcommands === undefined ? undefined : new CommandLookup(subcommands));
      nested.delete(name);
      start += name.length;
    }
    for (const [container] of nested) throw new Error(`subcommands without the command ${container}`);
  }

  /** What is kept for the command of that name, in any case, or undefined. A bar has no meaning here. */
  find(bytes: Uint8Array, start: number, length: number): T | undefined {
    const index = this.#indexOf(bytes, start, length);
    return index < 0 ? undefined : this.#values[index];
  }

  /**
   * What is kept for the command of a request whose name stands at argument `from`: for a container that
   * is followed by another argument, the subcommand of that name or undefined.
   */
  findRequest(request: Request, from = 0): T | undefined {
    const { bytes, starts, lengths } = request;
    if (from >= request.count) return undefined;
    const index = this.#indexOf(bytes, starts[from] as number, lengths[from] as number);
    if (index < 0) return undefined;
    const next = from + 1;
    const children = this.#children[index];
    if (children === undefined || next >= request.count) return this.#values[index];
    return children.find(bytes, starts[next] as number, lengths[next] as number);
  }

  /** By a name in a string: `get`, `CLIENT`, `client|id`. */
  findName(name: string): T | undefined {
    const parts = name.split('|');
    if (parts.length > 2) return undefined;
    const index = this.#indexOfText(parts[0] as string);
    if (index < 0) return undefined;
    if (parts.length === 1) return this.#values[index];
    return this.#children[index]?.findName(parts[1] as string);
  }

  #indexOfText(name: string): number {
    const bytes = this.#encoder.encode(name);
    return this.#indexOf(bytes, 0, bytes.length);
  }

  #indexOf(bytes: Uint8Array, start: number, length: number): number {
    const last = this.#last;
    if (this.#lengths[last] === length && this.#equals(last, bytes, start, length)) return last;
    let slot = hashName(bytes, start, length) & this.#mask;
    for (;;) {
      const index = (this.#slots[slot] as number) - 1;
      if (index < 0) return -1;
      if (this.#lengths[index] === length && this.#equals(index, bytes, start, length)) {
        this.#last = index;
        return index;
      }
      slot = (slot + 1) & this.#mask;
    }
  }

  #equals(index: number, bytes: Uint8Array, start: number, length: number): boolean {
    const names = this.#names;
    const offset = this.#starts[index] as number;
    for (let i = 0; i < length; i++) {
      const byte = bytes[start + i] as number;
      const letter = names[offset + i] as number;
      // Setting bit 0x20 turns a capital into its letter, but also a control character into a sign.
      if (byte !== letter && ((byte | 0x20) !== letter || letter < 0x61)) return false;
    }
    return true;
  }
}
