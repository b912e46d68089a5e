import type { PathPart } from '../../model/paths/part';
import { placeTree } from '../../ui/graph/place';
import type { Measures, Placed } from '../../ui/graph/place';

/** Two trees with one root: callers run to it from the left, and what it leads to parts to the right. */
export function placePaths({ nodes, weight }: PathPart, measures: Measures): Placed {
  const side = (isOn: (level: number) => boolean) => {
    const members = nodes.filter(({ level }) => isOn(level));
    const edges = members.flatMap(({ id, toward }) => (toward < 0 ? [] : [{ from: toward, to: id }]));
    return placeTree({ nodes: members, edges, weight }, 'right', measures);
  };
  const [up, on] = [side((level) => level <= 0), side((level) => level >= 0)];
  const middle = Math.max(0, ...[...up.nodes.values()].map(({ x }) => x));
  return {
    width: middle + on.width,
    height: Math.max(up.height, on.height),
    nodes: new Map([
      ...[...up.nodes].map(([id, { x, y }]) => [id, { x: middle - x, y }] as const),
      ...[...on.nodes].map(([id, { x, y }]) => [id, { x: middle + x, y }] as const),
    ]),
  };
}
