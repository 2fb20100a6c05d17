/** Directives of the process: how it is started, logged, named, scheduled and stopped. */

import type { DirectiveTable } from '../directive.ts';
import { directive } from '../directive.ts';
import { checkTitleTemplate } from '../process-title.ts';
import { combinationOf, oneOf, yesNo } from '../syntax/choices.ts';
import { oomScoreAdjustments } from '../syntax/lists.ts';
import { INT_MAX, integer } from '../syntax/numbers.ts';
import { directory, text } from '../syntax/texts.ts';
import type { ValueSyntax } from '../syntax/value-syntax.ts';

/** How much is logged, from everything to warnings only. */
export type LogLevel = 'debug' | 'verbose' | 'notice' | 'warning';

/** Whether a guarded command or directive may be used: never, by all, or by clients on this machine. */
export type Permission = 'no' | 'yes' | 'local';

/** What a signal adds to an ordinary shutdown. */
export type ShutdownOption = 'save' | 'nosave' | 'now' | 'force';

/** Settings of the process. */
export interface ProcessSettings {
  daemonize: boolean;
  supervised: 'upstart' | 'systemd' | 'auto' | 'no';
  pidfile: string;
  dir: string;
  databases: number;
  loglevel: LogLevel;
  logfile: string;
  syslogEnabled: boolean;
  syslogIdent: string;
  syslogFacility: string;
  alwaysShowLogo: boolean;
  setProcTitle: boolean;
  procTitleTemplate: string;
  /** Seconds. */
  shutdownTimeout: number;
  shutdownOnSigint: readonly ShutdownOption[];
  shutdownOnSigterm: readonly ShutdownOption[];
  enableProtectedConfigs: Permission;
  enableDebugCommand: Permission;
  enableModuleCommand: Permission;
  hz: number;
  dynamicHz: boolean;
  crashLogEnabled: boolean;
  crashMemcheckEnabled: boolean;
  useExitOnPanic: boolean;
  watchdogPeriod: number;
  disableThp: boolean;
  oomScoreAdj: 'no' | 'yes' | 'absolute';
  oomScoreAdjValues: readonly number[];
  serverCpulist: string;
  bioCpulist: string;
  aofRewriteCpulist: string;
  bgsaveCpulist: string;
  ignoreWarnings: string;
  warmUp: boolean;
}

const SYSLOG_FACILITIES: readonly string[] = [
  'user',
  ...Array.from({ length: 8 }, (_, index) => `local${index}`),
];

const NO_SYSLOG = 'the log goes to standard output or a file; a service manager hands it to syslog';
const NO_PINNING = 'Node.js cannot bind its threads to processors; `taskset` can';
const NO_NATIVE_CRASHES = 'a crash of the JavaScript engine is reported by Node.js itself';

function shutdownOptions(): ValueSyntax<readonly ShutdownOption[]> {
  return combinationOf<ShutdownOption>('default', ['save', 'nosave', 'now', 'force'], (chosen) =>
    chosen.has('save') && chosen.has('nosave')
      ? "shutdown options SAVE and NOSAVE can't be used simultaneously"
      : undefined,
  );
}

/** The rows for {@link ProcessSettings}. */
export const processDirectives: DirectiveTable<ProcessSettings> = {
  daemonize: directive('daemonize', yesNo(), 'no', {
    summary: 'Leave the terminal and run in the background.',
    change: 'never',
    accepted: 'Redwing stays in the foreground; start it by a service manager, or with `redwing-server … &`',
  }),
  supervised: directive('supervised', oneOf(['upstart', 'systemd', 'auto', 'no']), 'no', {
    summary: 'Tell the service manager when the server is ready.',
    change: 'never',
    accepted: 'a service manager needs no word from Redwing; systemd runs it with `Type=exec`',
  }),
  pidfile: directive('pidfile', text('path of a file'), '', {
    summary: 'File that holds the process id while the server runs (`redwing-server` only).',
    change: 'never',
  }),
  dir: directive('dir', directory(), '.', {
    summary:
      'Directory from which relative paths of files start. By default the one the server is started in. ' +
      'Redis also changes its working directory to it; Redwing does not.',
    change: 'protected',
    notWhileLoading: true,
  }),
  databases: directive('databases', integer(1n, INT_MAX), '16', {
    summary: 'Number of databases that SELECT can choose from.',
    change: 'never',
  }),
  loglevel: directive('loglevel', oneOf<LogLevel>(['debug', 'verbose', 'notice', 'warning']), 'notice', {
    summary: 'How much is logged, from everything to warnings only.',
  }),
  logfile: directive('logfile', text('path of a file'), '', {
    summary:
      'File to append the log to, as JSON lines. Without one the log goes to standard output: for people ' +
      'on a terminal, as JSON lines otherwise (`redwing-server` only).',
    change: 'never',
  }),
  syslogEnabled: directive('syslog-enabled', yesNo(), 'no', {
    summary: 'Log to syslog, too.',
    change: 'never',
    accepted: NO_SYSLOG,
  }),
  syslogIdent: directive('syslog-ident', text(), 'redis', {
    summary: 'Name under which syslog shows the lines.',
    change: 'never',
    accepted: NO_SYSLOG,
  }),
  syslogFacility: directive('syslog-facility', oneOf(SYSLOG_FACILITIES), 'local0', {
    summary: 'Facility of syslog.',
    change: 'never',
    accepted: NO_SYSLOG,
  }),
  alwaysShowLogo: directive('always-show-logo', yesNo(), 'no', {
    summary: 'Draw the logo at start even when the log is not a terminal.',
    change: 'never',
    accepted: 'Redwing draws none',
  }),
  setProcTitle: directive('set-proc-title', yesNo(), 'yes', {
    summary: 'Show the address in the process list (`redwing-server` only).',
    change: 'never',
  }),
  procTitleTemplate: directive(
    'proc-title-template',
    text(
      'text with {title}, {listen-addr}, {server-mode}, {port}, {tls-port}, {unixsocket}, {config-file}',
      checkTitleTemplate,
    ),
    '{title} {listen-addr} {server-mode}',
    { summary: 'What the process list shows (`redwing-server` only).' },
  ),
  shutdownTimeout: directive('shutdown-timeout', integer(0n, INT_MAX, { unit: 'seconds' }), '10', {
    summary: 'How long a shutdown waits for replicas that lag behind.',
  }),
  shutdownOnSigint: directive('shutdown-on-sigint', shutdownOptions(), 'default', {
    summary: 'What SIGINT does beyond an ordinary shutdown (`redwing-server` only).',
  }),
  shutdownOnSigterm: directive('shutdown-on-sigterm', shutdownOptions(), 'default', {
    summary: 'What SIGTERM does beyond an ordinary shutdown (`redwing-server` only).',
  }),
  enableProtectedConfigs: directive(
    'enable-protected-configs',
    oneOf<Permission>(['no', 'yes', 'local']),
    'no',
    {
      summary: 'Whether CONFIG SET may change directives that reach the file system (`dir`, `dbfilename`).',
      change: 'never',
    },
  ),
  enableDebugCommand: directive('enable-debug-command', oneOf<Permission>(['no', 'yes', 'local']), 'no', {
    summary: 'Whether clients may use DEBUG: never, all of them, or those on this machine.',
    change: 'never',
  }),
  enableModuleCommand: directive('enable-module-command', oneOf<Permission>(['no', 'yes', 'local']), 'no', {
    summary: 'Whether clients may use MODULE.',
    change: 'never',
    accepted: 'Redis modules are native code, which Redwing cannot load',
  }),
  hz: directive('hz', integer(0n, INT_MAX, { unit: 'times a second', clamp: [1n, 500n] }), '10', {
    summary:
      'How often background work (expiry, timeouts) runs; values beyond 1 to 500 are moved to the nearest.',
  }),
  dynamicHz: directive('dynamic-hz', yesNo(), 'yes', {
    summary: 'Do background work more often while many clients are connected.',
    accepted: 'the work of one run does not grow with the number of clients',
  }),
  crashLogEnabled: directive('crash-log-enabled', yesNo(), 'yes', {
    summary: 'Log a report when the server crashes.',
    accepted: NO_NATIVE_CRASHES,
  }),
  crashMemcheckEnabled: directive('crash-memcheck-enabled', yesNo(), 'yes', {
    summary: 'Test the memory when the server crashes.',
    accepted: NO_NATIVE_CRASHES,
  }),
  useExitOnPanic: directive('use-exit-on-panic', yesNo(), 'no', {
    summary: 'Exit instead of aborting when an assertion fails.',
    hidden: true,
    accepted: 'a failed assertion always exits',
  }),
  watchdogPeriod: directive('watchdog-period', integer(0n, INT_MAX, { unit: 'milliseconds' }), '0', {
    summary: 'Log a stack trace of whatever blocks the server this long.',
    hidden: true,
    accepted:
      'it takes signals that Node.js does not deliver while it is busy; `node --inspect` shows the same',
  }),
  disableThp: directive('disable-thp', yesNo(), 'yes', {
    summary: 'Turn transparent huge pages off for the process.',
    change: 'never',
    accepted: 'Node.js cannot ask the kernel for it',
  }),
  oomScoreAdj: directive(
    'oom-score-adj',
    oneOf<'no' | 'yes' | 'absolute'>(['no', 'yes', ['relative', 'yes'], 'absolute']),
    'no',
    {
      summary: 'Tell the kernel which process to end first when memory runs out.',
      accepted: 'a service manager sets it (`OOMScoreAdjust=` of systemd)',
    },
  ),
  oomScoreAdjValues: directive('oom-score-adj-values', oomScoreAdjustments(), '0 200 800', {
    summary: 'The adjustments for a primary, a replica and a background child.',
    accepted: 'a service manager sets it (`OOMScoreAdjust=` of systemd)',
  }),
  serverCpulist: directive('server_cpulist', text('list of processors'), '', {
    summary: 'Processors for the main thread.',
    change: 'never',
    accepted: NO_PINNING,
  }),
  bioCpulist: directive('bio_cpulist', text('list of processors'), '', {
    summary: 'Processors for background threads.',
    change: 'never',
    accepted: NO_PINNING,
  }),
  aofRewriteCpulist: directive('aof_rewrite_cpulist', text('list of processors'), '', {
    summary: 'Processors for rewriting the log of commands.',
    change: 'never',
    accepted: NO_PINNING,
  }),
  bgsaveCpulist: directive('bgsave_cpulist', text('list of processors'), '', {
    summary: 'Processors for saving snapshots.',
    change: 'never',
    accepted: NO_PINNING,
  }),
  ignoreWarnings: directive('ignore-warnings', text('names of warnings'), '', {
    summary: 'Start in spite of known problems of the system.',
    accepted: 'no problem of the system keeps Redwing from starting',
  }),
  warmUp: directive('warm-up', yesNo(), 'yes', {
    summary:
      'Redwing only. Before listening, play typical requests to an empty server within the process, so that what ' +
      'requests run through is compiled when the first client comes. Takes about half a second.',
    change: 'never',
  }),
};
