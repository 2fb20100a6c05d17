/**
 * The words of a configuration line.
 *
 * Words are separated by spaces. Double quotes group and allow the escapes \n \r \t \b \a \xHH and \ before
 * any other character; single quotes group and allow \' only. A closing quote must end its word. These are
 * the rules of redis.conf, of inline commands and of redis-cli, which all share them.
 */

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  a: '\x07',
};

const QUOTED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\x07': '\\a',
};

function isSpace(character: string): boolean {
  const code = character.charCodeAt(0);
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** Splits a line into its words; undefined when a quote is not closed, or is followed by something. */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && isSpace(line.charAt(at))) at++;
    if (at >= line.length) return words;
    const word = readWord(line, at);
    if (word === undefined) return undefined;
    words.push(word.text);
    at = word.end;
  }
}

interface Part {
  readonly text: string;
  readonly end: number;
}

function readWord(line: string, start: number): Part | undefined {
  let text = '';
  let at = start;
  while (at < line.length) {
    const character = line.charAt(at);
    if (isSpace(character)) break;
    if (character !== '"' && character !== "'") {
      text += character;
      at++;
      continue;
    }
    const quoted = character === '"' ? readDouble(line, at + 1) : readSingle(line, at + 1);
    if (quoted === undefined) return undefined;
    if (quoted.end < line.length && !isSpace(line.charAt(quoted.end))) return undefined;
    return { text: text + quoted.text, end: quoted.end };
  }
  return { text, end: at };
}

function readDouble(line: string, start: number): Part | undefined {
  let text = '';
  let at = start;
  while (at < line.length) {
    const character = line.charAt(at);
    if (character === '"') return { text, end: at + 1 };
    if (character !== '\\' || at + 1 >= line.length) {
      text += character;
      at++;
      continue;
    }
    const hex = /^x([0-9a-f]{2})/i.exec(line.slice(at + 1, at + 4))?.[1];
    if (hex !== undefined) {
      text += String.fromCharCode(Number.parseInt(hex, 16));
      at += 4;
      continue;
    }
    const escaped = line.charAt(at + 1);
    text += ESCAPES[escaped] ?? escaped;
    at += 2;
  }
  return undefined;
}

function readSingle(line: string, start: number): Part | undefined {
  let text = '';
  let at = start;
  while (at < line.length) {
    if (line.startsWith("\\'", at)) {
      text += "'";
      at += 2;
      continue;
    }
    const character = line.charAt(at);
    if (character === "'") return { text, end: at + 1 };
    text += character;
    at++;
  }
  return undefined;
}

/** A word in double quotes, with escapes where they are needed, so that splitWords gives it back. */
export function quoteWord(word: string): string {
  let quoted = '"';
  for (let index = 0; index < word.length; index++) {
    const character = word.charAt(index);
    const code = word.charCodeAt(index);
    const escaped = QUOTED[character];
    if (escaped !== undefined) quoted += escaped;
    else if (code >= 0x20 && code < 0x7f) quoted += character;
    else quoted += `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return `${quoted}"`;
}
