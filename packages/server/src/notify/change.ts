/** One change of one key, as NOTIFY tells of it: the record the journal keeps, and the message made of it. */
import { dataTypeOf } from '@redwing/protocol';
import { textBytes } from '../effects/byte-text.ts';

/** Texts are byte strings in latin1. */
export interface Change {
  readonly database: number;
  readonly key: string;
  /** The name Redis gives the event. */
  readonly event: string;
  /** What DATATYPE says; undefined for a string whose `value` tells it, as only messages ask for it. */
  readonly dataType: string | undefined;
  /** The value right after the change; null when the key is gone, is no string, or is too long to be told. */
  readonly value: string | null;
  readonly revision: number;
  /** The session that made the change; 0 for the server itself. */
  readonly origin: number;
}

/** A push in RESP3; in RESP2 an array of the same six. */
export function messageOf(change: Change, resp3: boolean, noValue: boolean): string {
  const { key, event, value, revision } = change;
  const shown = value === null || noValue ? (resp3 ? '_\r\n' : '$-1\r\n') : bulk(value);
  const head = `${resp3 ? '>' : '*'}6\r\n$6\r\nnotify\r\n`;
  return `${head}${bulk(key)}${bulk(event)}${bulk(dataTypeIn(change))}${shown}:${revision}\r\n`;
}

function dataTypeIn({ dataType, value }: Change): string {
  if (dataType !== undefined) return dataType;
  return dataTypeOf(textBytes(value ?? ''), 0, value?.length ?? 0);
}

function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}
