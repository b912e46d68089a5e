import type { ServiceGraph } from '../../model/serviceGraph';

/** Whether most calls go both ways, so that no service stands before another and layers say nothing. */
export function isTangle({ nodes, edges }: ServiceGraph): boolean {
  const pairs = new Set(edges.map(({ parent, child }) => `${parent.length} ${parent}${child}`));
  const mutual = edges.filter(
    ({ parent, child }) => parent !== child && pairs.has(`${child.length} ${child}${parent}`),
  );
  return mutual.length > edges.length / 2 && edges.length > 2 * nodes.length;
}
