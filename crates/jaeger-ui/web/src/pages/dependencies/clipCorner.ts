interface Point {
  x: number;
  y: number;
}

/** Where the line from the middle of a box towards a point leaves the box. */
export function clipCorner(middle: Point, towards: Point, half: { width: number; height: number }): Point {
  const [dx, dy] = [towards.x - middle.x, towards.y - middle.y];
  const share = Math.min(half.width / Math.max(Math.abs(dx), 1e-6), half.height / Math.max(Math.abs(dy), 1e-6), 1);
  return { x: middle.x + dx * share, y: middle.y + dy * share };
}
