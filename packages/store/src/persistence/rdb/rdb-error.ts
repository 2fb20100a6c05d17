/**
 * What can be wrong with an RDB file or stream. Each says at which byte, counted from the start of the file,
 * so that whoever has to mend it knows where to look.
 */
export class RdbError extends Error {
  override name = 'RdbError';
  /** Bytes before the place where reading failed. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The bytes are not what the format allows: cut off, damaged, or not RDB at all. */
export class CorruptRdbError extends RdbError {
  override name = 'CorruptRdbError';
}

/**
 * A collection with nothing in it, which no key can have: some servers before Redis 6.2 left such keys in their files, and
 * loading passes over them, as in Redis. Anywhere else they are as wrong as what is corrupt.
 */
export class EmptyValueError extends CorruptRdbError {
  override name = 'EmptyValueError';
}

/** The bytes are well formed, but hold something that cannot be read (yet): a newer version, another type. */
export class UnsupportedRdbError extends RdbError {
  override name = 'UnsupportedRdbError';
}
