// The forms in which people paste a trace id.

/** What looks like an id beyond doubt: 16 to 32 hexadecimal digits, also as a UUID, or base64 of 8 to 16 bytes. */
export function asTraceId(text: string): string | undefined {
  const trimmed = text.trim();
  const hex = trimmed.replace(/^0x/i, '').replaceAll('-', '');
  if (/^[0-9a-f]{16,32}$/i.test(hex)) return canonical(hex);
  return fromBase64(trimmed);
}

/** The id in an address: there, fewer digits are an id too, because Jaeger leaves out zeros at the start. */
export function traceIdOfPath(text: string): string | undefined {
  // The router leaves the signs of base64 as they are escaped.
  const trimmed = text.replace(/%2[bf]|%3d/gi, decodeURIComponent).trim();
  return /^[0-9a-f]{1,32}$/i.test(trimmed) ? canonical(trimmed) : asTraceId(trimmed);
}

function canonical(hex: string): string {
  return hex.toLowerCase().padStart(32, '0');
}

function fromBase64(text: string): string | undefined {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]{11,22}$/.test(standard)) return undefined;
  let bytes: string;
  try {
    bytes = atob(standard);
  } catch {
    return undefined;
  }
  if (bytes.length !== 8 && bytes.length !== 16) return undefined;
  let hex = '';
  for (let at = 0; at < bytes.length; at++) hex += bytes.charCodeAt(at).toString(16).padStart(2, '0');
  return canonical(hex);
}

/** The first digits, for reading out; zeros that only fill up are left out. */
export function shortTraceId(traceId: string, digits: number): string {
  const trimmed = traceId.length === 32 && /^0{16}/.test(traceId) ? traceId.slice(16) : traceId;
  return trimmed.slice(0, Math.max(digits, 4));
}
