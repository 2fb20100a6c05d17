/** The entry of `redwing-server`. */

import { isatty } from 'node:tty';
import { createServer, warmUp } from '@redwing/server';
import { runDaemon } from './daemon.ts';
import { collectGarbage, tuneV8 } from './v8.ts';

const STANDARD_OUTPUT_FD = 1;

tuneV8();
await runDaemon({
  argv: process.argv.slice(2),
  process,
  createServer,
  warmUp: () => warmUp(collectGarbage),
  write: {
    output: (text) => process.stdout.write(text),
    failure: (text) => process.stderr.write(text),
  },
  logSink: async () => {
    if (isatty(STANDARD_OUTPUT_FD)) {
      const { terminalSink } = await import('./terminal-lines.ts');
      const colours = process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb';
      return terminalSink(colours, (text) => process.stdout.write(text));
    }
    const { standardOutputSink } = await import('./log.ts');
    return standardOutputSink();
  },
});
