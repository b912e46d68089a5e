import { useEffect, useMemo, useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, PointerEvent, ReactNode } from 'react';

import { clip } from '../../model/format';
import { IconButton } from '../IconButton';
import { ServiceMark } from '../ServiceMark';
import { useSize } from '../useSize';
import styles from './Drawing.module.css';
import { nextPlace } from './move';
import { edgePath, placeTree } from './place';
import type { Forest } from './place';

const MEASURES = { width: 192, height: 44, layerGap: 28, nodeGap: 8 };
const MARGIN = 16;
const LEAST_ZOOM = 0.2;

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
  const { label, part, direction, faceOf, lineOf, open, onOpen, matches } = props;
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

  const fit = Math.max(LEAST_ZOOM, Math.min(1, size.width / width, size.height / height));
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
        <div style={{ width: width * zoom, height: height * zoom }}>
          <div className={styles.sheet} style={{ width, height, transform: `scale(${zoom})` }}>
            <svg className={styles.edges} width={width} height={height} aria-hidden="true">
              <g transform={`translate(${MARGIN} ${MARGIN})`}>
                {edges.map((edge) => {
                  const [from, to] = [places.get(edge.from), places.get(edge.to)];
                  if (!from || !to) return null;
                  const line = lineOf(edge);
                  return (
                    <path
                      key={edge.to}
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
                  <span className={styles.service}>{clip(node.service)}</span>
                  {figure !== '' && <span className={styles.figure}>{figure}</span>}
                </button>
              );
            })}
          </div>
        </div>
      </div>
      <div className={styles.zoom}>
        <IconButton icon="zoom-in" label="Larger" onClick={() => setZoom(Math.min(2, zoom * 1.25))} />
        <IconButton icon="zoom-out" label="Smaller" onClick={() => setZoom(Math.max(LEAST_ZOOM, zoom / 1.25))} />
        <IconButton
          icon="fit"
          label="Fit into the window"
          pressed={zoom === fit && zoom < 1}
          onClick={() => setZoom(zoom === fit ? 1 : fit)}
        />
      </div>
    </div>
  );
}
