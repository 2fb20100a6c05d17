/** DATATYPE: the type of a value as a person would call it. */
import { dataTypeOf } from '@redwing/protocol';
import { STRING } from '@redwing/store';
import type { Call } from '../../execution/call.ts';
import { typeName } from '../generic/keys.ts';

/** DATATYPE key: `number`, `json` or `string` for a string, another type's own name, `none` where there is no key. */
export function datatype(call: Call): void {
  const entry = call.read(1);
  if (entry === 0) {
    call.reply.simple('none');
    return;
  }
  const type = call.db.entries.type(entry);
  if (type !== STRING) {
    call.reply.simple(typeName(type));
    return;
  }
  const { bytes, start, length } = call.value(entry);
  call.reply.simple(dataTypeOf(bytes, start, length));
}
