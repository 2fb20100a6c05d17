/** Limits of the wire protocol, in bytes unless the name says otherwise; the values are those of Redis 7.0. */

/** The longest inline request, and the longest `*n` or `$n` header. */
export const INLINE_BYTES_MAX: number = 64 * 1024;

/** The default of `proto-max-bulk-len`: the largest single argument. */
export const BULK_BYTES_MAX: number = 512 * 1024 * 1024;

/** The most arguments one request may announce. */
export const ARGUMENTS_MAX: number = 0x7fff_ffff;

/** Before a connection has authenticated it may not make the server hold more than this. */
export const UNAUTHENTICATED_ARGUMENTS_MAX: number = 10;
export const UNAUTHENTICATED_BULK_BYTES_MAX: number = 16 * 1024;
