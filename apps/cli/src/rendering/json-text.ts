/**
 * JSON laid out and coloured, token by token from the text itself: numbers keep all their digits and names their
 * order, which reading it into objects would lose.
 */
import type { Palette } from './palette.ts';

/** A string, a bracket or comma or colon, or a number or word. White space falls between. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const INDENT = '  ';
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** On one line, with a space after commas and colons. `text` must be JSON. */
export function compactJson(text: string, palette: Palette): string {
  return onOneLine(tokensOf(text), palette);
}

/**
 * Over several lines. A list without lists and objects in it stays on one line where that fits into `width`
 * columns. `text` must be JSON.
 */
export function prettyJson(text: string, palette: Palette, width: number): string {
  const tokens = tokensOf(text);
  let output = '';
  let indent = '';
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    if (token === '{' || token === '[') {
      const end = endOfFlatContainer(tokens, at);
      const flat = tokens.slice(at, end + 1);
      const room = width - indent.length;
      if (end === at + 1 || (end > at && token === '[' && flat.join(' ').length <= room)) {
        output += onOneLine(flat, palette);
        at = end;
      } else {
        indent += INDENT;
        output += `${palette.aside(token)}\n${indent}`;
      }
    } else if (token === '}' || token === ']') {
      indent = indent.slice(INDENT.length);
      output += `\n${indent}${palette.aside(token)}`;
    } else if (token === ',') output += `${palette.aside(',')}\n${indent}`;
    else if (token === ':') output += `${palette.aside(':')} `;
    else output += scalar(token, tokens[at + 1] === ':', palette);
  }
  return output;
}

function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** Where the container that opens at `start` closes, if there is no other inside; -1 otherwise. */
function endOfFlatContainer(tokens: readonly string[], start: number): number {
  for (let at = start + 1; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === '{' || token === '[') return -1;
    if (token === '}' || token === ']') return at;
  }
  return -1;
}

function onOneLine(tokens: readonly string[], palette: Palette): string {
  let output = '';
  for (const [at, token] of tokens.entries()) {
    if (token === ',' || token === ':') output += `${palette.aside(token)} `;
    else if ('{}[]'.includes(token)) output += palette.aside(token);
    else output += scalar(token, tokens[at + 1] === ':', palette);
  }
  return output;
}

function scalar(token: string, isName: boolean, palette: Palette): string {
  if (token.startsWith('"')) return (isName ? palette.name : palette.string)(visible(token));
  return /^[-\d]/.test(token) ? palette.number(token) : palette.word(token);
}

/** Characters that cannot be seen, as the escapes JSON has for them. */
function visible(token: string): string {
  return token.replace(UNSEEN, (character) => {
    let escapes = '';
    for (let at = 0; at < character.length; at++) {
      escapes += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }
    return escapes;
  });
}
