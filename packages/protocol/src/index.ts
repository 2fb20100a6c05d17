export * from './commands/index.ts';
export * from './limits.ts';
export { formatDouble } from './reply/double.ts';
export { ReplyWriter } from './reply/writer.ts';
export { dataTypeOf, endOfJson } from './request/json.ts';
export { ProtocolError, RequestParser } from './request/parser.ts';
export { Request, requestOf } from './request/request.ts';
