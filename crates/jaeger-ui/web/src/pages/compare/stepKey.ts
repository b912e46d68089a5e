/** The key after the current one, or before it, round and round; the first when there is no current one. */
export function stepKey(keys: readonly string[], current: string | undefined, by: 1 | -1): string | undefined {
  if (keys.length === 0) return undefined;
  const at = current === undefined ? -1 : keys.indexOf(current);
  if (at < 0) return by === 1 ? keys[0] : keys[keys.length - 1];
  return keys[(at + by + keys.length) % keys.length];
}
