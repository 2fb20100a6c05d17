/** docs/configuration.md, made from the table of directives, so that the page cannot say anything else. */

import type { Directive } from './directive.ts';
import type { Theme } from './directives/directives.ts';
import { themes } from './directives/directives.ts';

const INTRODUCTION = `# Configuration

<!-- Made from packages/server/src/configuration by scripts/write-configuration-page.ts. -->

Redwing is configured in the language of redis.conf: one directive a line, its values after it, quotes
around values with spaces, comments on lines that begin with \`#\`. The same directives are options of the
daemon and of an embedded server:

\`\`\`sh
redwing-server redwing.conf                        # a file
redwing-server 8080                                # a port alone
redwing-server redwing.conf --maxmemory 256mb      # a file, and directives that follow it
echo 'maxmemory 256mb' | redwing-server -          # from standard input
redis-cli -p 6969 config set maxmemory 512mb       # while it runs
redis-cli -p 6969 config rewrite                   # keep what was set: writes the file
\`\`\`

\`\`\`ts
await createServer({ port: 0, config: { maxmemory: '256mb', 'slowlog-max-len': 1000 } });
\`\`\`

- \`include other.conf\` continues with another file, \`include conf.d/*.conf\` with all that match. Relative
  paths of files to include start where the server was started.
- Bytes are written \`1000\`, \`1kb\` (1024), \`1k\` (1000), \`1mb\`, \`1m\`, \`1gb\`, \`1g\`.
- A directive that exists in Redis and has no effect here is taken, and the log says so. One that exists
  nowhere ends the start, and so do the lines \`user\`, \`rename-command\`, \`loadmodule\` and \`sentinel\`,
  which cannot be passed over without harm.

In the tables, *runtime* says whether CONFIG SET can change the directive: yes, no, or *protected*, if
\`enable-protected-configs\` allows it.
`;

/** The page. */
export function configurationPage(): string {
  return [INTRODUCTION, ...themes.map(section)].join('\n');
}

function section({ title, directives }: Theme): string {
  const shown = directives.filter(({ hidden }) => !hidden);
  const effective = shown.filter(({ effect }) => effect === 'implemented');
  const planned = shown.filter(({ effect }) => effect === 'planned');
  const accepted = shown.filter(({ effect }) => effect === 'accepted');
  const parts = [`## ${title}\n`];
  if (effective.length > 0) parts.push(table(effective, summaryOf));
  if (planned.length > 0) {
    parts.push('Not in effect yet:\n', table(planned, summaryAndReason));
  }
  if (accepted.length > 0) {
    parts.push('Taken, without effect:\n', table(accepted, summaryAndReason));
  }
  return parts.join('\n');
}

function table(
  directives: readonly Directive<unknown>[],
  describe: (directive: Directive<unknown>) => string,
): string {
  const rows = directives.map((directive) => {
    const { name, alias, default: text, syntax, change } = directive;
    const names = alias === undefined ? `\`${name}\`` : `\`${name}\`, \`${alias}\``;
    const shown = text === '' ? '' : `\`${text}\``;
    const runtime = change === 'always' ? 'yes' : change === 'never' ? 'no' : 'protected';
    const cells = [names, shown, syntax.form, runtime, describe(directive)];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const head = ['| directive | default | takes | runtime | what it does |', '|---|---|---|---|---|'];
  return `${[...head, ...rows].join('\n')}\n`;
}

function summaryOf({ summary }: Directive<unknown>): string {
  return summary;
}

function summaryAndReason({ summary, because = '' }: Directive<unknown>): string {
  const reason = because.charAt(0).toUpperCase() + because.slice(1);
  return `${summary} *${reason}.*`;
}
