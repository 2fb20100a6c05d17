/**
 * A double as Redis 7.0 puts it on the wire: the 17 significant digits of C's `%.17g`, without trailing zeros.
 * The shortest form that reads back equal would be prettier, but clients compare these bytes.
 */
export function formatDouble(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (Number.isSafeInteger(value) || isPlain(Math.abs(value))) return String(value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  return value < 0 ? `-${formatMagnitude(-value)}` : formatMagnitude(value);
}

const DIGITS = 17;

/**
 * Halves, quarters … of up to five digits before the point and ten behind it: what has fifteen digits at most is its own
 * shortest form.
 */
function isPlain(magnitude: number): boolean {
  return magnitude < 1e5 && Number.isInteger(magnitude * 1024);
}

function formatMagnitude(magnitude: number): string {
  const rounded = roundedDigits(magnitude);
  // "d.dddddddddddddddde±x"
  const mark = rounded.indexOf('e');
  const exponent = Number(rounded.slice(mark + 1));
  const digits = (rounded.charAt(0) + rounded.slice(2, mark)).replace(/0+$/, '');
  if (exponent < -4 || exponent >= DIGITS) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${digits.charAt(0)}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = exponent + 1;
  return digits.length > whole
    ? `${digits.slice(0, whole)}.${digits.slice(whole)}`
    : digits.padEnd(whole, '0');
}

/**
 * All digits in scientific notation. Where a number lies just between two of 17 digits, JavaScript takes the larger one
 * and C the even one. Only numbers below 2^53 that are multiples of 2^-25 can lie there: theirs are looked at exactly.
 */
function roundedDigits(magnitude: number): string {
  const rounded = magnitude.toExponential(DIGITS - 1);
  const scaled = magnitude * 2 ** 25;
  if (magnitude > Number.MAX_SAFE_INTEGER || scaled !== Math.floor(scaled)) return rounded;
  const exact = magnitude.toExponential(40);
  const mark = exact.indexOf('e');
  const isTie = exact.charAt(DIGITS + 1) === '5' && /^0*$/.test(exact.slice(DIGITS + 2, mark));
  const isEven = '02468'.includes(exact.charAt(DIGITS));
  return isTie && isEven ? exact.slice(0, DIGITS + 1) + exact.slice(mark) : rounded;
}
