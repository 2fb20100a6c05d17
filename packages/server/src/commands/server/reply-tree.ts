/** Writes a reply that comes as a tree of plain data: COMMAND INFO and DOCS. */
import type { ReplyTree, ReplyWriter } from '@redwing/protocol';

export function replyTree(reply: ReplyWriter, tree: ReplyTree): void {
  if (typeof tree === 'string') {
    reply.bulkUtf8(tree);
  } else if (typeof tree === 'number') {
    reply.integer(tree);
  } else if ('simple' in tree) {
    reply.simple(tree.simple);
  } else if ('array' in tree) {
    reply.array(tree.array.length);
    for (const item of tree.array) replyTree(reply, item);
  } else if ('set' in tree) {
    reply.set(tree.set.length);
    for (const item of tree.set) replyTree(reply, item);
  } else {
    reply.map(tree.map.length);
    for (const [key, value] of tree.map) {
      reply.bulkUtf8(key);
      replyTree(reply, value);
    }
  }
}
