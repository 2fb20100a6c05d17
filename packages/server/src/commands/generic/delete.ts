/** Whether keys are there, and removing them: DEL, UNLINK, EXISTS, TOUCH. */
import type { Call } from '../../execution/call.ts';

/** DEL key [key …] and UNLINK key [key …]: freeing a string is quick, so both do the same. */
export function del(call: Call): void {
  const { request, db } = call;
  let removed = 0;
  for (let i = 1; i < call.count; i++) {
    if (!db.delete(request.bytes, request.start(i), request.length(i))) continue;
    call.changed(i, 'del');
    removed++;
  }
  call.reply.integer(removed);
}

/** EXISTS key [key …]: a key given twice counts twice. */
export function exists(call: Call): void {
  let found = 0;
  for (let i = 1; i < call.count; i++) if (call.look(i) !== 0) found++;
  call.reply.integer(found);
}

/** TOUCH key [key …]: as EXISTS, and the keys count as used, even by a client that said CLIENT NO-TOUCH. */
export function touch(call: Call): void {
  const { keyspace } = call.engine;
  const { touching } = keyspace;
  keyspace.touching = true;
  let found = 0;
  for (let i = 1; i < call.count; i++) if (call.read(i) !== 0) found++;
  keyspace.touching = touching;
  call.reply.integer(found);
}
