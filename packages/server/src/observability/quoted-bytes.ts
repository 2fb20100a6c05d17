/** Bytes as MONITOR prints them: in double quotes, what is not printable ASCII escaped. */

const NAMED: ReadonlyMap<number, string> = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);

export function quotedBytes(bytes: Uint8Array, start: number, length: number): string {
  let text = '"';
  for (let i = start; i < start + length; i++) {
    const byte = bytes[i] as number;
    const named = NAMED.get(byte);
    if (named !== undefined) text += named;
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `${text}"`;
}
