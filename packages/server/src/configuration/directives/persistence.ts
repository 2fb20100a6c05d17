/** Directives of snapshots (RDB) and of the log of commands (AOF). */

import type { DirectiveTable } from '../directive.ts';
import { directive } from '../directive.ts';
import { oneOf, yesNo } from '../syntax/choices.ts';
import type { SavePoint } from '../syntax/lists.ts';
import { savePoints } from '../syntax/lists.ts';
import { INT_MAX, integer, LONG_MAX, memory } from '../syntax/numbers.ts';
import { fileName } from '../syntax/texts.ts';

/** When the log of commands is forced to the disk. */
export type AppendFsync = 'everysec' | 'always' | 'no';

/** Settings of persistence. Sizes are bytes. */
export interface PersistenceSettings {
  save: readonly SavePoint[];
  dbfilename: string;
  rdbcompression: boolean;
  rdbchecksum: boolean;
  rdbDelSyncFiles: boolean;
  rdbSaveIncrementalFsync: boolean;
  stopWritesOnBgsaveError: boolean;
  sanitizeDumpPayload: 'no' | 'yes' | 'clients';
  appendonly: boolean;
  appendfilename: string;
  appenddirname: string;
  appendfsync: AppendFsync;
  noAppendfsyncOnRewrite: boolean;
  autoAofRewritePercentage: number;
  autoAofRewriteMinSize: number;
  aofLoadTruncated: boolean;
  aofUseRdbPreamble: boolean;
  aofTimestampEnabled: boolean;
  aofRewriteIncrementalFsync: boolean;
  aofDisableAutoGc: boolean;
  rdbKeySaveDelay: number;
  keyLoadDelay: number;
  loadingProcessEventsIntervalBytes: number;
}

const NO_LOG = 'nothing is appended yet; BGREWRITEAOF writes the base';
const TEST_SWITCH = 'a switch for the tests of Redis';

/** The rows for {@link PersistenceSettings}. */
export const persistenceDirectives: DirectiveTable<PersistenceSettings> = {
  save: directive('save', savePoints(), '', {
    summary:
      'Save a snapshot when so many keys changed within so many seconds. Several lines add up; `save ""` ' +
      'takes all of them away. Redwing saves nothing unless told so, where Redis does.',
  }),
  dbfilename: directive('dbfilename', fileName('dbfilename', 'filename', true), 'dump.rdb', {
    summary: 'File of the snapshot, in `dir`.',
    change: 'protected',
  }),
  rdbcompression: directive('rdbcompression', yesNo(), 'yes', {
    summary: 'Compress long strings in snapshots and in what DUMP gives.',
  }),
  rdbchecksum: directive('rdbchecksum', yesNo(), 'yes', {
    summary: 'Write and check a checksum at the end of snapshots.',
    change: 'never',
    planned: 'snapshots always carry a checksum',
  }),
  rdbDelSyncFiles: directive('rdb-del-sync-files', yesNo(), 'no', {
    summary: 'Delete the snapshot that a synchronisation with a replica left behind.',
    accepted: 'a synchronisation leaves no file behind',
  }),
  rdbSaveIncrementalFsync: directive('rdb-save-incremental-fsync', yesNo(), 'yes', {
    summary: 'Force a snapshot to the disk piece by piece while it is written.',
    planned: 'a snapshot is forced to the disk once, when it is whole',
  }),
  stopWritesOnBgsaveError: directive('stop-writes-on-bgsave-error', yesNo(), 'yes', {
    summary: 'Refuse writes while the last snapshot could not be saved.',
  }),
  sanitizeDumpPayload: directive('sanitize-dump-payload', oneOf(['no', 'yes', 'clients']), 'no', {
    summary: 'Check every value that RESTORE or a snapshot brings from end to end.',
    planned: 'payloads get the same checks whatever it says',
  }),
  appendonly: directive('appendonly', yesNo(), 'no', {
    summary: 'Log every write command to a file, and replay it at start.',
    notWhileLoading: true,
    planned: NO_LOG,
  }),
  appendfilename: directive(
    'appendfilename',
    fileName('appendfilename', 'filename', false),
    'appendonly.aof',
    {
      summary: 'First part of the names of the log files.',
      change: 'never',
    },
  ),
  appenddirname: directive('appenddirname', fileName('appenddirname', 'dirname', false), 'appendonlydir', {
    summary: 'Directory of the log files, in `dir`.',
    change: 'never',
  }),
  appendfsync: directive('appendfsync', oneOf<AppendFsync>(['everysec', 'always', 'no']), 'everysec', {
    summary: 'Force the log to the disk every second, before each reply, or when the system sees fit.',
    planned: NO_LOG,
  }),
  noAppendfsyncOnRewrite: directive('no-appendfsync-on-rewrite', yesNo(), 'no', {
    summary: 'Do not force the log to the disk while it is being rewritten.',
    planned: NO_LOG,
  }),
  autoAofRewritePercentage: directive(
    'auto-aof-rewrite-percentage',
    integer(0n, INT_MAX, { unit: 'percent' }),
    '100',
    {
      summary: 'Rewrite the log when it has grown by this much; 0 never does.',
      planned: NO_LOG,
    },
  ),
  autoAofRewriteMinSize: directive('auto-aof-rewrite-min-size', memory(0n, LONG_MAX), '64mb', {
    summary: 'Size below which the log is not rewritten by itself.',
    planned: NO_LOG,
  }),
  aofLoadTruncated: directive('aof-load-truncated', yesNo(), 'yes', {
    summary: 'Start although the end of the log is cut off.',
    planned: NO_LOG,
  }),
  aofUseRdbPreamble: directive('aof-use-rdb-preamble', yesNo(), 'yes', {
    summary: 'Begin a rewritten log with a snapshot.',
    planned: 'it always does',
  }),
  aofTimestampEnabled: directive('aof-timestamp-enabled', yesNo(), 'no', {
    summary: 'Note the time in the log, so that it can be cut back to a moment.',
    planned: NO_LOG,
  }),
  aofRewriteIncrementalFsync: directive('aof-rewrite-incremental-fsync', yesNo(), 'yes', {
    summary: 'Force a rewritten log to the disk piece by piece while it is written.',
    planned: 'a snapshot is forced to the disk once, when it is whole',
  }),
  aofDisableAutoGc: directive('aof-disable-auto-gc', yesNo(), 'no', {
    summary: 'Keep log files that a rewrite has replaced.',
  }),
  rdbKeySaveDelay: directive(
    'rdb-key-save-delay',
    integer(-INT_MAX - 1n, INT_MAX, { unit: 'microseconds' }),
    '0',
    {
      summary: 'Pause after each key of a snapshot.',
      hidden: true,
      accepted: TEST_SWITCH,
    },
  ),
  keyLoadDelay: directive('key-load-delay', integer(-INT_MAX - 1n, INT_MAX, { unit: 'microseconds' }), '0', {
    summary: 'Pause after each key that is loaded.',
    hidden: true,
    accepted: TEST_SWITCH,
  }),
  loadingProcessEventsIntervalBytes: directive(
    'loading-process-events-interval-bytes',
    integer(1024n, INT_MAX, { unit: 'bytes' }),
    '2097152',
    {
      summary: 'Answer clients after each so many bytes while loading.',
      hidden: true,
      accepted: TEST_SWITCH,
    },
  ),
};
