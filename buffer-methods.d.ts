/**
 * Buffer methods that Node.js has had since its first versions and that the declarations for Node.js 20 leave out.
 * They do without the look-up of an encoding's name, which matters on the path of a command. A write that does not
 * fit stops early and says in its result how far it came; `offset` and `length` count bytes.
 */
interface Buffer {
  latin1Slice(start?: number, end?: number): string;
  utf8Slice(start?: number, end?: number): string;
  latin1Write(text: string, offset?: number, length?: number): number;
  utf8Write(text: string, offset?: number, length?: number): number;
}
