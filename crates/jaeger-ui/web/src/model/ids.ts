// Ids of traces and spans in documents.

const HEX = /^[0-9a-f]*$/i;

/**
 * An id as hexadecimal digits in lower case, padded to `digits`; empty for none. Protobuf's own JSON has ids in
 * base64, which ends in padding for both lengths and so is never taken for hexadecimal digits.
 */
export function hexId(source: unknown, digits: 16 | 32): string {
  if (typeof source !== 'string' || source === '') return '';
  const hex = HEX.test(source) ? source : fromBase64(source);
  if (hex === '' || hex.length > digits || /^0+$/.test(hex)) return '';
  return hex.toLowerCase().padStart(digits, '0');
}

function fromBase64(text: string): string {
  if (!text.endsWith('=')) return '';
  try {
    return Array.from(atob(text), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  } catch {
    return '';
  }
}
