/** What XREAD and XREADGROUP have in common: options, and streams with an id for each. */
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const notAnInteger = new CommandError('ERR timeout is not an integer or out of range');
const negative = new CommandError('ERR timeout is negative');
const unbalanced = new CommandError(
  "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.",
);
const noGroup = new CommandError('ERR Missing GROUP option for XREADGROUP');

/** The options of one request; the object is used again for the next. */
export class ReadOptions {
  /** How many entries at most of each stream; 0 is no limit. */
  count = 0;
  /** For how long to wait, in ms, 0 for ever; -1 is not at all. */
  milliseconds = -1;
  /** The argument that is the first key, and how many there are; as many ids follow. */
  firstKey = 0;
  streams = 0;
  /** The argument that is the group, before the consumer; 0 without one. */
  group = 0;
  noAck = false;

  /** @throws syntax errors */
  read(call: Call, isGroup: boolean): this {
    this.count = 0;
    this.milliseconds = -1;
    this.firstKey = 0;
    this.group = 0;
    this.noAck = false;
    for (let i = 1; i < call.count && this.firstKey === 0; i++) {
      const more = call.count - 1 - i;
      if (more > 0 && call.is(i, 'BLOCK')) this.readTimeout(call, ++i);
      else if (more > 0 && call.is(i, 'COUNT')) this.count = Math.max(call.rounded(++i), 0);
      else if (more > 0 && call.is(i, 'STREAMS')) this.readStreams(call, i + 1);
      else if (more > 1 && call.is(i, 'GROUP')) {
        if (!isGroup) throw onlyForGroups('GROUP');
        this.group = i + 1;
        i += 2;
      } else if (call.is(i, 'NOACK')) {
        if (!isGroup) throw onlyForGroups('NOACK');
        this.noAck = true;
      } else {
        throw errors.syntax;
      }
    }
    if (this.firstKey === 0) throw errors.syntax;
    if (isGroup && this.group === 0) throw noGroup;
    return this;
  }

  private readTimeout(call: Call, index: number): void {
    this.milliseconds = call.rounded(index, notAnInteger);
    if (this.milliseconds < 0) throw negative;
  }

  private readStreams(call: Call, first: number): void {
    const words = call.count - first;
    if (words % 2 !== 0) throw unbalanced;
    this.firstKey = first;
    this.streams = words / 2;
  }
}

function onlyForGroups(option: string): CommandError {
  return new CommandError(
    `ERR The ${option} option is only supported by XREADGROUP. You called XREAD instead.`,
  );
}
