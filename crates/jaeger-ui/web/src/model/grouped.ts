/**
 * A number with at most so many digits behind the point, and commas between thousands. Not `Intl.NumberFormat`: to make
 * the first one takes a browser several milliseconds, which the first drawing of a page would have to wait for.
 */
export function grouped(n: number, digits = 0): string {
  // Beyond 10^21 `toFixed` writes powers of ten.
  if (!(Math.abs(n) < 1e21)) return n.toLocaleString('en-US');
  const [whole, fraction = ''] = Math.abs(n).toFixed(digits).split('.');
  const rest = fraction.replace(/0+$/, '');
  const text = whole.replace(/\B(?=(?:\d{3})+$)/g, ',') + (rest === '' ? '' : `.${rest}`);
  return n < 0 && text !== '0' ? `-${text}` : text;
}
