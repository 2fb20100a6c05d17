export type { ShutdownOption } from './configuration/directives/process.ts';
export type { ConfigurationRecord } from './configuration/index.ts';
export {
  Configuration,
  ConfigurationError,
  parseCommandLine,
  readStandardInput,
  readStatements,
} from './configuration/index.ts';
export type { Address } from './connections/listener.ts';
export type { Log } from './execution/engine.ts';
export type { ServerEvents, ServerOptions } from './server.ts';
export { createServer, Server } from './server.ts';
export { warmUp } from './warm-up.ts';
