/** DEBUG PROTOCOL: a value of each RESP type, for tests of clients. The values are Redis's. */
import { CommandError } from '../../../errors.ts';
import type { Call } from '../../../execution/call.ts';

const TYPES: Readonly<Record<string, (call: Call) => void>> = {
  string: ({ reply }) => reply.bulkText('Hello World'),
  integer: ({ reply }) => reply.integer(12345),
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: the value Redis answers, not pi
  double: ({ reply }) => reply.double(3.141),
  bignum: ({ reply }) => {
    const digits = '1234567999999999999999999999999999999';
    if (reply.resp3) reply.rawText(`(${digits}\r\n`);
    else reply.bulkText(digits);
  },
  null: ({ reply }) => reply.null(),
  array: ({ reply }) => {
    reply.array(3);
    for (let i = 0; i < 3; i++) reply.integer(i);
  },
  set: ({ reply }) => {
    reply.set(3);
    for (let i = 0; i < 3; i++) reply.integer(i);
  },
  map: ({ reply }) => {
    reply.map(3);
    for (let i = 0; i < 3; i++) {
      reply.integer(i);
      reply.boolean(i === 1);
    }
  },
  attrib: ({ reply }) => {
    if (reply.resp3) {
      reply.rawText('|1\r\n');
      reply.bulkText('key-popularity');
      reply.array(2);
      reply.bulkText('key:123');
      reply.integer(90);
    }
    reply.bulkText('Some real reply following the attribute');
  },
  push: ({ reply }) => {
    if (!reply.resp3) throw new CommandError('ERR RESP2 is not supported by this command');
    reply.push(2);
    reply.bulkText('server-cpu-usage');
    reply.integer(42);
    reply.bulkText('Some real reply following the push reply');
  },
  verbatim: ({ reply }) => reply.verbatim('This is a verbatim\nstring', 'txt'),
  true: ({ reply }) => reply.boolean(true),
  false: ({ reply }) => reply.boolean(false),
};

/** DEBUG PROTOCOL type */
export function protocol(call: Call): void {
  const name = call.text(2).toLowerCase();
  const write = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (write === undefined) {
    throw new CommandError(
      `ERR Wrong protocol type name. Please use one of the following: ${Object.keys(TYPES).join('|')}`,
    );
  }
  write(call);
}
