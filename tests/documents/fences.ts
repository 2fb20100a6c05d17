/** The pages of the repository and what stands in their fences. */
import { filesUnder, textOf } from '../../scripts/tree.ts';

/** Every page a reader may come to, save change logs. */
export const pages: readonly string[] = filesUnder('').filter(
  (path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md') && !path.startsWith('.changeset/'),
);

export interface Fence {
  /** `docs/notify.md, line 12`. */
  readonly name: string;
  /** What stands behind its first backticks: `ts run`. */
  readonly mark: string;
  readonly body: string;
}

export function fencesOf(page: string): Fence[] {
  const text = textOf(page);
  return [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: mark = '', 2: body = '' }) => ({
    name: `${page}, line ${text.slice(0, index).split('\n').length}`,
    mark,
    body,
  }));
}

export function fencesMarked(mark: string): Fence[] {
  return pages.flatMap(fencesOf).filter((fence) => fence.mark === mark);
}
