import { useMemo } from 'react';

import { mark } from '../../model/color';
import { count, counted } from '../../model/format';
import type { PathNode } from '../../model/paths/graph';
import type { PathPart } from '../../model/paths/part';
import { Drawing, MEASURES } from '../../ui/graph/Drawing';
import type { Face } from '../../ui/graph/Drawing';
import { Icon } from '../../ui/Icon';
import styles from './Paths.module.css';
import { placePaths } from './placePaths';
import { factsOf, nodeName } from './words';

const FAINT = 12;

export interface PathDrawingProps {
  part: PathPart;
  open: number;
  onOpen(node: number): void;
  /** Nodes that are looked for; without it all are alike. */
  found?: ReadonlySet<number>;
}

/** Callers on the left, what is looked at in the middle, and what it leads to on the right. */
export function PathDrawing({ part, open, onOpen, found }: PathDrawingProps) {
  const places = useMemo(() => placePaths(part, MEASURES), [part]);
  const drawn = useMemo(
    // The service stands for a span name that is not told.
    () => ({ ...part, nodes: part.nodes.map((node) => ({ ...node, name: node.name || node.service, node })) }),
    [part],
  );
  return (
    <Drawing
      label="Graph of paths"
      part={drawn}
      direction="right"
      places={places}
      middle={0}
      faceOf={({ node }) => faceOf(node)}
      lineOf={({ from, to }) => ({ width: Math.min(5, 1 + Math.log2(Math.min(part.weight[from], part.weight[to])) / 2) })}
      open={open}
      onOpen={onOpen}
      matches={found && ((id) => found.has(id))}
    />
  );
}

function faceOf(node: PathNode): Face {
  const { service, level, traces, failed } = node;
  return {
    color: `var(--service-${mark(service).hue})`,
    strength: FAINT,
    figure: counted(traces, 'trace'),
    title: `${nodeName(node)}: ${factsOf(node)}`,
    frame: level === 0 ? { color: 'var(--accent)' } : undefined,
    corner: failed > 0 && (
      <span className={styles.failed}>
        <Icon name="error" />
        {count(failed)}
        <span className="visually-hidden"> failed</span>
      </span>
    ),
  };
}
