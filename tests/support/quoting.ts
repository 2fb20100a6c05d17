/**
 * Words of a request as redis-cli and inline commands write them: plain, or in double quotes with `\n \r \t
 * \a \b \" \\` and `\xHH`. Words are latin1 strings, a character a byte.
 */

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' };

/** The word as it can be typed; quoted unless it is of harmless characters alone. */
export function quoteWord(word: string): string {
  return /^[\w.:+-]+$/.test(word) ? word : quoteAlways(word);
}

/** The word in double quotes, with what does not print escaped. */
export function quoteAlways(word: string): string {
  const escaped = word.replaceAll(/[^ !#-[\]-~]/g, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    const letter = Object.keys(letters).find((name) => letters[name] === character);
    if (letter !== undefined) return `\\${letter}`;
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}

/** The words of a typed line. Throws if quotes do not balance. */
export function splitLine(line: string): string[] {
  const words: string[] = [];
  const token = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+))(?=\s|$)/y;
  const text = line.trimEnd();
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null) throw new Error(`quotes do not balance at column ${at + 1}: ${line}`);
    words.push(found[1] === undefined ? (found[2] ?? found[3] ?? '') : withoutEscapes(found[1]));
  }
  return words;
}

function withoutEscapes(text: string): string {
  return text.replaceAll(/\\(x[0-9a-fA-F]{2}|.)/g, (_, code: string) => {
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return letters[code] ?? code;
  });
}
