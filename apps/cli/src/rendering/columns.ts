/** How many columns text takes on a terminal, colours left out, so that what stands below one another is aligned. */
import { stripVTControlCharacters } from 'node:util';

const NONE = /[\p{Mn}\p{Me}]/gu;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/gu;

export function columnsOf(text: string): number {
  const seen = stripVTControlCharacters(text).replace(NONE, '');
  return [...seen].length + (seen.match(WIDE)?.length ?? 0);
}

/** Text with spaces behind it, up to a column. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** The widest of these, those left out that would push all others far to the right. */
export function commonWidth(texts: readonly string[], columnsMax: number): number {
  return Math.max(0, ...texts.map(columnsOf).filter((columns) => columns <= columnsMax));
}
