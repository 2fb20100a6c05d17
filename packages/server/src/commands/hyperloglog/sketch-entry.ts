/** Sketches under keys: strings with the layout that the store's hyperloglog/layout.ts draws. */
import { hyperloglog, KEEP_EXPIRY, RAW, STRING } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** Where sketches are worked on that cannot be changed in their place. Commands are synchronous, so that one will do. */
export const bench: hyperloglog.Sketch = new hyperloglog.Sketch();

/** The entry of the sketch in argument `index`, for reading; 0 if there is none. @throws wrongType, notSketch */
export function readSketch(call: Call, index: number): number {
  return requireSketch(call, call.read(index));
}

/**
 * As `readSketch`, for writing. A sketch that was set as a whole is a "raw" string from now on, whether or not
 * anything comes of it.
 */
export function writeSketch(call: Call, index: number): number {
  const entry = requireSketch(call, call.write(index));
  if (entry !== 0) call.db.entries.setEncoding(entry, RAW);
  return entry;
}

function requireSketch(call: Call, entry: number): number {
  if (entry === 0) return 0;
  const { entries } = call.db;
  if (entries.type(entry) !== STRING) throw errors.wrongType;
  if (!hyperloglog.isSketch(entries.bytes(entry), entries.valueStart(entry), entries.valueLength(entry)))
    throw errors.notSketch;
  return entry;
}

/** Sets the key in argument `index` to the sketch on the bench. Returns the entry. */
export function putBench(call: Call, index: number): number {
  const { request, db } = call;
  return db.putString(
    request.bytes,
    request.start(index),
    request.length(index),
    bench.bytes,
    0,
    bench.length,
    RAW,
    KEEP_EXPIRY,
  );
}

/** Turns a sparse sketch in argument `index` into a dense one. Returns the entry. @throws corruptSketch */
export function makeDense(call: Call, index: number, entry: number): number {
  const { bytes, start, length } = call.value(entry);
  if (!bench.load(bytes, start, length) || !bench.makeDense()) throw errors.corruptSketch;
  return putBench(call, index);
}
