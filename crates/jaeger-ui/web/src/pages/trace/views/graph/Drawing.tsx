import { clip, count, duration } from '../../../../model/format';
import type { GraphNode } from '../../../../model/graph';
import { Drawing as GraphDrawing } from '../../../../ui/graph/Drawing';
import { Icon } from '../../../../ui/Icon';
import styles from './Drawing.module.css';
import type { Part } from './pick';
import type { Shade } from './shades';

export interface DrawingProps {
  part: Part;
  direction: 'down' | 'right';
  shade(node: GraphNode): Shade;
  /** The node whose spans are listed. */
  open: number;
  onOpen(node: number): void;
  /** Whether nodes match; without it all do. */
  matches?(node: number): boolean;
}

/** The graph of one trace: failed nodes are framed, steps that the caller did not wait for are dashed. */
export function Drawing({ shade, ...others }: DrawingProps) {
  return (
    <GraphDrawing
      label="Graph of the trace"
      {...others}
      faceOf={(node) => {
        const { color, strength, figure } = shade(node);
        return {
          color,
          strength,
          figure: node.spans > 1 ? `×${count(node.spans)} · ${figure}` : figure,
          title: describe(node),
          frame: node.errors > 0 ? { color: 'var(--error)' } : undefined,
          corner: node.errors > 0 && (
            <span className={styles.errors}>
              <Icon name="error" />
              {node.spans > 1 && count(node.errors)}
            </span>
          ),
        };
      }}
      lineOf={(edge) => ({
        width: Math.min(5, 1 + Math.log10(edge.calls)),
        color: edge.errors > 0 ? 'var(--error)' : undefined,
        isDashed: edge.detached === edge.calls,
      })}
    />
  );
}

function describe({ service, name, spans, errors, total, self }: GraphNode): string {
  const failed = errors > 0 ? `, ${count(errors)} failed` : '';
  const times = `total ${duration(total)}, self ${duration(self)}`;
  return `${clip(service, 100)}: ${clip(name, 200)}, ${count(spans)} ${spans === 1 ? 'span' : 'spans'}${failed}, ${times}`;
}
