import { useEffect, useMemo, useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, PointerEvent, ReactNode } from 'react';

import { clip } from '../../model/format';
import { ServiceMark } from '../ServiceMark';
import { useSize } from '../useSize';
import styles from './Drawing.module.css';
import { centred } from './fit';
import { nextPlace } from './move';
import { edgePath, placeTree } from './place';
import type { Forest, Placed } from './place';
import { useZoom } from './useZoom';
import { ZoomControls } from './ZoomControls';

export const MEASURES = { width: 192, height: 44, layerGap: 28, nodeGap: 8 };
const MARGIN = 16;
/** Its smallest text has 11 px. */
const LEGIBLE = { least: 1, most: 1 };

export interface DrawnNode {
  id: number;
  service: string;
  name: string;
}

export interface DrawnEdge {
  from: number;
  to: number;
}

/** How a node looks. What its colour says stands in its text as well. */
export interface Face {
  /** A token of colour, and how much of it lies on the ground, in percent. */
  color: string;
  strength: number;
  /** At the end of the second line. */
  figure: string;
  /** All of it in a sentence. */
  title: string;
  /** Before the name. */
  sign?: string;
  /** At the end of the first line. */
  corner?: ReactNode;
  frame?: { color: string; isDashed?: boolean };
}

export interface Line {
  width: number;
  color?: string;
  isDashed?: boolean;
}

export interface DrawingProps<N extends DrawnNode, E extends DrawnEdge> {
  label: string;
  part: Forest<N, E>;
  direction: 'down' | 'right';
  /** Where nodes stand, if not as a tree. */
  places?: Placed;
  /** The node that it opens about, if not its first. */
  middle?: number;
  faceOf(node: N): Face;
  lineOf(edge: E): Line;
  /** The node that is looked at; it is brought into sight. */
  open: number;
  onOpen(node: number): void;
  /** Whether nodes match; without it all do. */
  matches?(node: number): boolean;
}

/** The nodes as buttons over their edges. Text is never scaled unless the reader asks for it. */
export function Drawing<N extends DrawnNode, E extends DrawnEdge>(props: DrawingProps<N, E>) {
  const { label, part, direction, middle, faceOf, lineOf, open, onOpen, matches } = props;
  const { nodes, edges } = part;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const [active, setActive] = useState(nodes[0]?.id ?? -1);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const placed = useMemo(() => props.places ?? placeTree(part, direction, MEASURES), [props.places, part, direction]);
  const places = placed.nodes;
  const width = placed.width + 2 * MARGIN;
  const height = placed.height + 2 * MARGIN;
  const zoom = useZoom(box, size, { width, height }, LEGIBLE);
  // What keys start from: the node that had the focus, if it is still there.
  const current = places.has(active) ? active : nodes[0]?.id;

  useEffect(() => {
    const place = middle === undefined ? undefined : placed.nodes.get(middle);
    const { clientWidth = 0, clientHeight = 0 } = box.current ?? {};
    box.current?.scrollTo(
      place ? centred((place.x + MARGIN + MEASURES.width / 2) * zoom.scale, clientWidth) : 0,
      place ? centred((place.y + MARGIN + MEASURES.height / 2) * zoom.scale, clientHeight) : 0,
    );
  }, [placed, middle]);
  useEffect(() => {
    if (!placed.nodes.has(open)) return;
    setActive(open);
    box.current?.querySelector(`[data-node="${open}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [open, placed]);

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

  return (
    <div className={styles.frame}>
      <div
        ref={box}
        role="group"
        aria-label={label}
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
        <div style={{ width: width * zoom.scale, height: height * zoom.scale }}>
          <div className={styles.sheet} style={{ width, height, transform: `scale(${zoom.scale})` }}>
            <svg className={styles.edges} width={width} height={height} aria-hidden="true">
              <g transform={`translate(${MARGIN} ${MARGIN})`}>
                {edges.map((edge) => {
                  const [from, to] = [places.get(edge.from), places.get(edge.to)];
                  if (!from || !to) return null;
                  const line = lineOf(edge);
                  return (
                    <path
                      key={`${edge.from} ${edge.to}`}
                      d={edgePath(from, to, direction, MEASURES)}
                      className={styles.edge}
                      style={{ stroke: line.color }}
                      strokeWidth={line.width}
                      strokeDasharray={line.isDashed ? '4 4' : undefined}
                    />
                  );
                })}
              </g>
            </svg>
            {nodes.map((node) => {
              const place = places.get(node.id);
              if (!place) return null;
              const { color, strength, figure, title, sign, corner, frame } = faceOf(node);
              const isDim = matches !== undefined && !matches(node.id);
              return (
                <button
                  key={node.id}
                  type="button"
                  data-node={node.id}
                  tabIndex={node.id === current ? 0 : -1}
                  aria-pressed={node.id === open}
                  title={title}
                  className={`${styles.node} ${frame ? styles.framed : ''} ${isDim ? styles.dim : ''}`}
                  style={
                    {
                      left: place.x + MARGIN,
                      top: place.y + MARGIN,
                      borderStyle: frame?.isDashed ? 'dashed' : undefined,
                      '--frame': frame?.color,
                      '--shade': color,
                      '--strength': `${strength}%`,
                    } as CSSProperties
                  }
                  onFocus={() => setActive(node.id)}
                  onClick={() => onOpen(node.id)}
                >
                  <ServiceMark service={node.service} />
                  <b className={corner ? styles.name : styles.wideName}>
                    {sign !== undefined && `${sign} `}
                    {node.name === '' ? '(no name)' : clip(node.name)}
                  </b>
                  {corner && <span className={styles.corner}>{corner}</span>}
                  <span className={styles.service}>{node.service !== node.name && clip(node.service)}</span>
                  {figure !== '' && <span className={styles.figure}>{figure}</span>}
                </button>
              );
            })}
          </div>
        </div>
      </div>
      <ZoomControls zoom={zoom} />
    </div>
  );
}
