// What the browser keeps. It may refuse (private windows, embedded frames, a full disk): then nothing is
// kept and everything else goes on.

export function readStored(key: string): string | undefined {
  try {
    return window.localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeStored(key: string, value: string | undefined): void {
  try {
    if (value === undefined) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, value);
  } catch {
    // See above.
  }
}

/** A stored JSON value, or undefined when there is none or it is not what `check` accepts. */
export function readStoredJson<T>(key: string, check: (value: unknown) => value is T): T | undefined {
  const text = readStored(key);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
