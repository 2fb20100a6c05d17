/** Values that are text: names and paths, secrets, a directory. */

import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { decodeText, encodeText } from '../byte-strings.ts';
import { quoteWord } from '../lines.ts';
import { systemErrorText } from '../system-errors.ts';
import type { ValueSyntax } from './value-syntax.ts';
import { Invalid, oneWord } from './value-syntax.ts';

/** Any text, read as UTF-8; a check may refuse it with a reason. */
export function text(form = 'text', check?: (text: string) => string | undefined): ValueSyntax<string> {
  return oneWord(
    form,
    (word) => {
      const reason = check?.(word);
      return reason === undefined ? { value: decodeText(word), text: word } : new Invalid(reason);
    },
    (setting) => quoteWord(setting.text),
  );
}

/** Bytes that are compared, never shown to people: passwords. No bytes means that none is set. */
export function secret(): ValueSyntax<Uint8Array> {
  return oneWord(
    'text',
    (word) => ({ value: new Uint8Array(Buffer.from(word, 'latin1')), text: word }),
    (setting) => quoteWord(setting.text),
  );
}

/** The name of a file without any folder; the first word of the reasons is the directive's name. */
export function fileName(
  directive: string,
  noun: 'filename' | 'dirname',
  allowEmpty: boolean,
): ValueSyntax<string> {
  return text(`a ${noun}, without a path`, (word) => {
    if (word === '' && !allowEmpty) return `${directive} can't be empty`;
    return /[/\\]/.test(word) ? `${directive} can't be a path, just a ${noun}` : undefined;
  });
}

/**
 * A directory that exists. Redis changes its working directory to it; Redwing, which may live inside another
 * program's process, resolves it once and starts relative paths from the result.
 */
export function directory(): ValueSyntax<string> {
  return {
    form: 'path of a directory',
    manyWords: false,
    alwaysWritten: true,
    parse(words, _before, { workingDirectory }) {
      const [word] = words;
      if (word === undefined || words.length > 1) return new Invalid('wrong number of arguments');
      if (word === '') return new Invalid(systemErrorText({ code: 'ENOENT' }));
      try {
        const value = realpathSync(path.resolve(workingDirectory, decodeText(word)));
        if (!statSync(value).isDirectory()) {
          return new Invalid(systemErrorText({ code: 'ENOTDIR' }));
        }
        return { value, text: encodeText(value) };
      } catch (error) {
        return new Invalid(systemErrorText(error));
      }
    },
    fileLines: (setting) => [quoteWord(setting.text)],
  };
}
