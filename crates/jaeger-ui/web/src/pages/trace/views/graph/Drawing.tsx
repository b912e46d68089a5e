import { useEffect, useMemo, useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react';

import { clip, count, duration } from '../../../../model/format';
import type { GraphNode } from '../../../../model/graph';
import { Icon } from '../../../../ui/Icon';
import { IconButton } from '../../../../ui/IconButton';
import { ServiceMark } from '../../../../ui/ServiceMark';
import { useSize } from '../../../../ui/useSize';
import styles from './Drawing.module.css';
import { nextPlace } from './move';
import type { Part } from './pick';
import { edgePath, placeTree } from './place';
import type { Shade } from './shades';

const MEASURES = { width: 192, height: 44, layerGap: 28, nodeGap: 8 };
const MARGIN = 16;
const LEAST_ZOOM = 0.2;

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

/** The nodes as buttons over their edges. Text is never scaled unless the reader asks for it. */
export function Drawing({ part, direction, shade, open, onOpen, matches }: DrawingProps) {
  const { nodes, edges } = part;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const [zoom, setZoom] = useState(1);
  const [active, setActive] = useState(nodes[0]?.id ?? -1);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const placed = useMemo(() => placeTree(part, direction, MEASURES), [part, direction]);
  const places = placed.nodes;
  const width = placed.width + 2 * MARGIN;
  const height = placed.height + 2 * MARGIN;
  // What keys start from: the node that had the focus, if it is still there.
  const current = places.has(active) ? active : nodes[0]?.id;

  useEffect(() => {
    box.current?.scrollTo(0, 0);
  }, [placed]);

  function onKeyDown(event: KeyboardEvent) {
    const next = nextPlace(places, current, event.key);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setActive(next);
    box.current?.querySelector<HTMLElement>(`[data-node="${next}"]`)?.focus();
  }

  function onPointerMove(event: PointerEvent) {
    if (!drag.current || !box.current) return;
    box.current.scrollBy(drag.current.x - event.clientX, drag.current.y - event.clientY);
    drag.current = { x: event.clientX, y: event.clientY };
  }

  const fit = Math.max(LEAST_ZOOM, Math.min(1, size.width / width, size.height / height));
  return (
    <div className={styles.frame}>
      <div
        ref={box}
        role="group"
        aria-label="Graph of the trace"
        className={styles.box}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.pointerType !== 'mouse' || (event.target as Element).closest('button')) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={onPointerMove}
        onLostPointerCapture={() => {
          drag.current = null;
        }}
      >
        <div style={{ width: width * zoom, height: height * zoom }}>
          <div className={styles.sheet} style={{ width, height, transform: `scale(${zoom})` }}>
            <svg className={styles.edges} width={width} height={height} aria-hidden="true">
              <g transform={`translate(${MARGIN} ${MARGIN})`}>
                {edges.map((edge) => {
                  const [from, to] = [places.get(edge.from), places.get(edge.to)];
                  if (!from || !to) return null;
                  return (
                    <path
                      key={edge.to}
                      d={edgePath(from, to, direction, MEASURES)}
                      className={edge.errors > 0 ? styles.failed : styles.edge}
                      strokeWidth={Math.min(5, 1 + Math.log10(edge.calls))}
                      strokeDasharray={edge.detached === edge.calls ? '4 4' : undefined}
                    />
                  );
                })}
              </g>
            </svg>
            {nodes.map((node) => {
              const place = places.get(node.id);
              if (!place) return null;
              const { color, strength, figure } = shade(node);
              const isDim = matches !== undefined && !matches(node.id);
              return (
                <button
                  key={node.id}
                  type="button"
                  data-node={node.id}
                  tabIndex={node.id === current ? 0 : -1}
                  aria-pressed={node.id === open}
                  title={describe(node)}
                  className={`${styles.node} ${node.errors > 0 ? styles.nodeFailed : ''} ${isDim ? styles.dim : ''}`}
                  style={
                    {
                      left: place.x + MARGIN,
                      top: place.y + MARGIN,
                      '--shade': color,
                      '--strength': `${strength}%`,
                    } as CSSProperties
                  }
                  onFocus={() => setActive(node.id)}
                  onClick={() => onOpen(node.id)}
                >
                  <ServiceMark service={node.service} />
                  <b className={node.errors > 0 ? styles.name : styles.wideName}>{node.name === '' ? '(no name)' : clip(node.name)}</b>
                  {node.errors > 0 && (
                    <span className={styles.errors}>
                      <Icon name="error" />
                      {node.spans > 1 && count(node.errors)}
                    </span>
                  )}
                  <span className={styles.service}>{clip(node.service)}</span>
                  <span className={styles.figure}>{node.spans > 1 ? `×${count(node.spans)} · ${figure}` : figure}</span>
                </button>
              );
            })}
          </div>
        </div>
      </div>
      <div className={styles.zoom}>
        <IconButton icon="zoom-in" label="Larger" onClick={() => setZoom(Math.min(2, zoom * 1.25))} />
        <IconButton icon="zoom-out" label="Smaller" onClick={() => setZoom(Math.max(LEAST_ZOOM, zoom / 1.25))} />
        <IconButton icon="fit" label="Fit into the window" pressed={zoom === fit && zoom < 1} onClick={() => setZoom(zoom === fit ? 1 : fit)} />
      </div>
    </div>
  );
}

function describe({ service, name, spans, errors, total, self }: GraphNode): string {
  const failed = errors > 0 ? `, ${count(errors)} failed` : '';
  const times = `total ${duration(total)}, self ${duration(self)}`;
  return `${clip(service, 100)}: ${clip(name, 200)}, ${count(spans)} ${spans === 1 ? 'span' : 'spans'}${failed}, ${times}`;
}
