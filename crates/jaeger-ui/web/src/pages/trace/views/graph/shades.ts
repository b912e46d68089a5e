// What the colour of a node says. It is said in its second line as well.

import { mark } from '../../../../model/color';
import { count, duration, percent } from '../../../../model/format';
import type { GraphNode } from '../../../../model/graph';

export type Shading = 'service' | 'time' | 'self' | 'errors';

export const SHADINGS: { value: Shading; label: string }[] = [
  { value: 'service', label: 'Service' },
  { value: 'time', label: 'Total' },
  { value: 'self', label: 'Self' },
  { value: 'errors', label: 'Errors' },
];

/** Stronger tints would make the text on them hard to read. */
const STRONGEST = 36;
const FAINT = 12;

export interface Shade {
  color: string;
  /** Of the colour, in percent. */
  strength: number;
  figure: string;
}

export function shader(nodes: readonly GraphNode[], shading: Shading): (node: GraphNode) => Shade {
  if (shading === 'service') {
    return (node) => ({
      color: `var(--service-${mark(node.service).hue})`,
      strength: FAINT,
      figure: duration(node.self),
    });
  }
  if (shading === 'errors') {
    return ({ errors, spans }) => ({
      color: 'var(--error)',
      strength: (errors / spans) * STRONGEST,
      figure: errors === 0 ? 'none failed' : `${count(errors)} failed, ${percent(errors / spans)}`,
    });
  }
  const member = shading === 'time' ? 'total' : 'self';
  const longest = nodes.reduce((most, node) => Math.max(most, node[member]), 1);
  return (node) => ({
    color: 'var(--accent)',
    strength: (node[member] / longest) * STRONGEST,
    figure: duration(node[member]),
  });
}
