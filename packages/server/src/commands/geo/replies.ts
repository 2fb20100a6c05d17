/** How places and distances are shown. */
import type { Call } from '../../execution/call.ts';
import type { Place } from './geohash.ts';

/** A distance, to four digits behind the point, as text in RESP3 too. */
export function replyDistance(call: Call, length: number): void {
  call.reply.bulkText(length.toFixed(4));
}

/** Longitude and latitude. */
export function replyPlace(call: Call, { longitude, latitude }: Place): void {
  call.reply.array(2);
  replyDegrees(call, longitude);
  replyDegrees(call, latitude);
}

/** A coordinate with as many digits behind the point as say something, seventeen at the most. */
function replyDegrees({ reply }: Call, degrees: number): void {
  const text = degrees.toFixed(17).replace(/\.?0+$/, '');
  if (reply.resp3) reply.rawText(`,${text}\r\n`);
  else reply.bulkText(text);
}
