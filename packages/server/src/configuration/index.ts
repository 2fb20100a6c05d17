/** The configuration language, for the server and for programs that start one. */

export type { Applier } from './appliers.ts';
export { decodeText, encodeText } from './byte-strings.ts';
export type { CommandLine } from './command-line.ts';
export { parseCommandLine } from './command-line.ts';
export type { Note, SetContext } from './configuration.ts';
export { Configuration } from './configuration.ts';
export type { Effect } from './directive.ts';
export type { SettingName, Settings } from './directives/directives.ts';
export type { EvictionPolicy } from './directives/memory.ts';
export type { AppendFsync } from './directives/persistence.ts';
export type { LogLevel, Permission, ShutdownOption } from './directives/process.ts';
export type { Origin } from './failure.ts';
export { ConfigurationError } from './failure.ts';
export type { Statement } from './file.ts';
export { readStandardInput, readStatements } from './file.ts';
export type { ConfigurationRecord, OptionValue } from './record.ts';
export type { EventClasses } from './syntax/event-classes.ts';
export { eventClasses } from './syntax/event-classes.ts';
export type { BufferLimit, BufferLimits, PrimaryAddress, SavePoint } from './syntax/lists.ts';
