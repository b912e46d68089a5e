// Arrow keys in a drawing.

export interface Place {
  x: number;
  y: number;
}

const WAYS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The nearest place in the direction of the key; what lies aside counts as farther. Undefined at the edge. */
export function nextPlace<K>(places: ReadonlyMap<K, Place>, from: K, key: string): K | undefined {
  const way = WAYS[key];
  const start = places.get(from);
  if (!way || !start) return undefined;
  let found: K | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [candidate, { x, y }] of places) {
    const ahead = (x - start.x) * way[0] + (y - start.y) * way[1];
    const aside = Math.abs((x - start.x) * way[1]) + Math.abs((y - start.y) * way[0]);
    if (ahead <= 0 || ahead < aside / 2) continue;
    const distance = ahead + 2 * aside;
    if (distance < least) {
      found = candidate;
      least = distance;
    }
  }
  return found;
}
