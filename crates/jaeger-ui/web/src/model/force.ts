// Places for the nodes of a graph in which everything calls everything: neighbours near, the rest apart.
// The same graph always gets the same places.

export interface Placed {
  x: number;
  y: number;
}

const ROUNDS = 160;

/** Middles of boxes of one size, without overlap. `edges` are pairs of indexes, heavier ones pull more. */
export function forceLayout(
  count: number,
  edges: readonly { from: number; to: number; weight: number }[],
  box: { width: number; height: number },
): Placed[] {
  const radius = Math.max((count * (box.width + box.height)) / 7, box.width);
  const places: Placed[] = Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / Math.max(count, 1);
    return { x: radius * Math.cos(angle), y: radius * 0.6 * Math.sin(angle) };
  });
  const ideal = Math.hypot(box.width, box.height) * 1.5;
  // Who calls everyone would be pulled into one heap with them.
  const degree = new Float64Array(count);
  for (const { from, to } of edges) {
    degree[from]++;
    degree[to]++;
  }
  for (let round = 0; round < ROUNDS; round++) {
    const heat = ideal * (1 - round / ROUNDS);
    const pushes: Placed[] = places.map(() => ({ x: 0, y: 0 }));
    repel(places, pushes, ideal);
    for (const { from, to, weight } of edges) {
      if (from === to) continue;
      const dx = places[to].x - places[from].x;
      const dy = places[to].y - places[from].y;
      const pull = ((Math.hypot(dx, dy) / ideal / ideal) * weight * 3) / (2 + degree[from] + degree[to]);
      pushes[from].x += dx * pull * ideal;
      pushes[from].y += dy * pull * ideal;
      pushes[to].x -= dx * pull * ideal;
      pushes[to].y -= dy * pull * ideal;
    }
    for (const [index, push] of pushes.entries()) {
      // Towards the middle, so that parts without a call between them do not drift off.
      push.x -= places[index].x * 0.04;
      push.y -= places[index].y * 0.08;
      const length = Math.hypot(push.x, push.y) || 1;
      const step = Math.min(length, heat) / length;
      places[index].x += push.x * step;
      places[index].y += push.y * step;
    }
  }
  shrink(places, box);
  separate(places, box);
  return places;
}

/** How wide the picture is for its height, and how much of it may be boxes. */
const ASPECT = 1.7;
const ROOM = 1.7;

/** To no more room than the boxes need, so that names can be read without scrolling far. */
function shrink(places: Placed[], { width, height }: { width: number; height: number }): void {
  const area = places.length * (width + 64) * (height + 56) * ROOM;
  for (const [axis, most] of [
    ['x', Math.sqrt(area * ASPECT)],
    ['y', Math.sqrt(area / ASPECT)],
  ] as const) {
    const values = places.map((place) => place[axis]);
    const size = Math.max(...values) - Math.min(...values);
    const room = most - (axis === 'x' ? width : height);
    if (size > room) for (const place of places) place[axis] *= room / size;
  }
}

function repel(places: readonly Placed[], pushes: Placed[], ideal: number): void {
  for (let a = 0; a < places.length; a++) {
    for (let b = a + 1; b < places.length; b++) {
      const dx = places[a].x - places[b].x || (a - b) * 0.01;
      const dy = places[a].y - places[b].y;
      const push = (ideal * ideal) / Math.max(dx * dx + dy * dy, 1);
      pushes[a].x += dx * push;
      pushes[a].y += dy * push;
      pushes[b].x -= dx * push;
      pushes[b].y -= dy * push;
    }
  }
}

/** Moves boxes that overlap apart, along the way that is shorter. */
function separate(places: Placed[], { width, height }: { width: number; height: number }): void {
  const [gapX, gapY] = [width + 32, height + 24];
  for (let round = 0; round < 60; round++) {
    let moved = false;
    for (let a = 0; a < places.length; a++) {
      for (let b = a + 1; b < places.length; b++) {
        const dx = places[b].x - places[a].x;
        const dy = places[b].y - places[a].y;
        const [overX, overY] = [gapX - Math.abs(dx), gapY - Math.abs(dy)];
        if (overX <= 0 || overY <= 0) continue;
        moved = true;
        if (overY <= overX) {
          const shift = (overY / 2 + 0.5) * (dy < 0 ? -1 : 1);
          places[a].y -= shift;
          places[b].y += shift;
        } else {
          const shift = (overX / 2 + 0.5) * (dx < 0 ? -1 : 1);
          places[a].x -= shift;
          places[b].x += shift;
        }
      }
    }
    if (!moved) return;
  }
}
