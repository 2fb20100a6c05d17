/**
 * What the operating system says of a failed file operation, in the words of C's strerror, as Redis shows
 * it.
 */

const TEXTS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EBUSY: 'Device or resource busy',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
};

/** The text for anything thrown by `node:fs`. */
export function systemErrorText(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const text = typeof code === 'string' ? TEXTS[code] : undefined;
  return text ?? (error instanceof Error ? error.message : String(code ?? error));
}
