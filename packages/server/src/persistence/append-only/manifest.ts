/**
 * The manifest: which files the append-only file is made of, and in which order they are read (Redis 7.0).
 *
 * A line for each file, words quoted as in redis.conf: `file appendonly.aof.1.base.rdb seq 1 type b`. The types are
 * b, the base: the whole dataset at one moment; i, an increment: the commands after it; h, history: replaced by a newer
 * base and not deleted yet. Lines that begin with # are comments.
 */
import { decodeText, encodeText } from '../../configuration/byte-strings.ts';
import { quoteWord, splitWords } from '../../configuration/lines.ts';

export type LogFileType = 'b' | 'i' | 'h';

export interface LogFile {
  /** Its name within the directory of the manifest. */
  readonly name: string;
  /** Counts the files of its type, from 1. */
  readonly sequence: number;
  readonly type: LogFileType;
}

/** Reads a manifest, given as a byte string. @throws Error naming the line that cannot be understood */
export function parseManifest(text: string): LogFile[] {
  const files: LogFile[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const file = parseLine(line);
    if (file === undefined)
      throw new Error(`line ${index + 1} of the manifest cannot be understood: ${line}`);
    if (file.type === 'b' && files.some((other) => other.type === 'b')) {
      throw new Error(`line ${index + 1} of the manifest names a second base: ${line}`);
    }
    files.push(file);
  }
  return files;
}

/** The manifest of these files, as a byte string. */
export function formatManifest(files: readonly LogFile[]): string {
  return files
    .map(({ name, sequence, type }) => `file ${wordOf(name)} seq ${sequence} type ${type}\n`)
    .join('');
}

function parseLine(line: string): LogFile | undefined {
  const words = splitWords(line);
  if (words === undefined || words.length % 2 !== 0) return undefined;
  const values = new Map<string, string>();
  for (let i = 0; i < words.length; i += 2) values.set(String(words[i]).toLowerCase(), String(words[i + 1]));
  const name = decodeText(values.get('file') ?? '');
  const sequence = Number(values.get('seq'));
  const type = values.get('type');
  if (name === '' || name.includes('/') || !Number.isSafeInteger(sequence) || sequence < 1) return undefined;
  return type === 'b' || type === 'i' || type === 'h' ? { name, sequence, type } : undefined;
}

/** A name as the manifest has it: in quotes where it would not be read as one word otherwise. */
function wordOf(name: string): string {
  const bytes = encodeText(name);
  return /^[\x21\x23-\x26\x28-\x5b\x5d-\x7e]+$/.test(bytes) ? bytes : quoteWord(bytes);
}
