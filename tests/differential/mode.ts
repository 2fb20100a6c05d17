/** The ways in which a run is held: which protocols are spoken, by how many clients, and what is mixed in. */

export interface Mode {
  readonly name: string;
  /** A client for each, which speaks this version of RESP when it connects. */
  readonly protocols: readonly (2 | 3)[];
  /** How often a client starts a transaction instead of sending a single request. */
  readonly transactions: number;
  /** How many of the requests are typed lines instead of arrays. */
  readonly inline: number;
  /** Whether connections have to authenticate. */
  readonly password: boolean;
}

const plain = { transactions: 0, inline: 0, password: false };

export const modes: readonly Mode[] = [
  { ...plain, name: 'RESP2', protocols: [2] },
  { ...plain, name: 'RESP3', protocols: [3] },
  { ...plain, name: 'inline', protocols: [2], inline: 0.5, transactions: 0.02 },
  { ...plain, name: 'transactions', protocols: [2, 3, 2], transactions: 0.3 },
  { ...plain, name: 'clients', protocols: [3, 2, 3], transactions: 0.02, inline: 0.02 },
  { ...plain, name: 'password', protocols: [2, 3], transactions: 0.05, password: true },
];
