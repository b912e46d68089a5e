import { useEffect, useMemo, useRef, useState } from 'react';
import type { PointerEvent } from 'react';

import { count } from '../../model/format';
import { errorRate } from '../../model/serviceGraph';
import type { ServiceGraph } from '../../model/serviceGraph';
import { Failure } from '../../ui/Failure';
import { IconButton } from '../../ui/IconButton';
import { Skeleton } from '../../ui/Skeleton';
import { useSize } from '../../ui/useSize';
import type { DependenciesState } from '../../url/dependencies';
import { EdgeLine } from './EdgeLine';
import styles from './GraphView.module.css';
import { MarkPatterns } from './MarkPatterns';
import { NodeBox } from './NodeBox';
import { GRAPH_ID } from './svgText';
import { isTangle } from './tangle';
import { useDragPan } from './useDragPan';
import { slowness } from './slowness';
import { NODE_HEIGHT, usePlaces } from './usePlaces';

export interface GraphViewProps {
  graph: ServiceGraph;
  metric: DependenciesState['metric'];
  layoutName: DependenciesState['layout'];
  find?: string;
  focus?: string;
  selected?: string;
  onSelect(service: string | undefined): void;
  /** ns by service. */
  latencies: ReadonlyMap<string, number>;
}

const PAD = 16;
/** Text of 12 px stays at 11 px or more. */
const LEAST_SCALE = 0.92;
const MOST_SCALE = 2;
/** With more edges, only those of the chosen service have their numbers written on them. */
const LABELLED_EDGES = 28;

/** Boxes and arrows. The list of services beside it says the same to those who cannot see it. */
export function GraphView(props: GraphViewProps) {
  const { graph, metric, layoutName, find, focus, selected, onSelect, latencies } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  useDragPan(scroller);
  const [zoom, setZoom] = useState<number>();
  const longest = graph.nodes.reduce((most, { name }) => Math.max(most, name.length), 0);
  const nodeWidth = Math.min(Math.max(longest * 7 + 36, 112), 196);
  const places = usePlaces(graph, nodeWidth, layoutName);
  const most = graph.edges[0]?.calls ?? 1;
  const found = useMemo(() => matching(graph, find), [graph, find]);
  const placeOf = useMemo(() => new Map(graph.nodes.map(({ name }, index) => [name, index])), [graph]);
  const entry = useMemo(() => graph.nodes.find(({ callsIn }) => callsIn === 0)?.name, [graph]);
  const slow = useMemo(() => slowness(latencies), [latencies]);
  const faint = useMemo(() => graph.edges.length > LABELLED_EDGES && isTangle(graph), [graph]);

  const [width, height] = [(places.data?.width ?? 0) + 2 * PAD, (places.data?.height ?? 0) + 2 * PAD];
  const fit = Math.min(Math.max(Math.min(size.width / width, size.height / height), LEAST_SCALE), 1.1);
  const scale = zoom ?? fit;

  useEffect(() => setZoom(undefined), [layoutName, focus]);
  const shown = selected ?? focus;
  useEffect(() => {
    const middle = shown ?? entry;
    const place = middle === undefined ? undefined : places.data?.nodes.get(middle);
    const box = scroller.current;
    if (!place || !box) return;
    box.scrollTo({
      left: (place.x + nodeWidth / 2 + PAD) * scale - box.clientWidth / 2,
      top: (place.y + NODE_HEIGHT / 2 + PAD) * scale - box.clientHeight / 2,
    });
  }, [shown, entry, places.data, scale, nodeWidth]);

  /** Without a render: pointing at a service lifts its calls out. */
  function onPoint(event: PointerEvent<SVGSVGElement>) {
    const near = (event.target as Element).closest('[data-service]')?.getAttribute('data-service') ?? null;
    if (event.currentTarget.dataset.near === (near ?? undefined)) return;
    if (near === null) delete event.currentTarget.dataset.near;
    else event.currentTarget.dataset.near = near;
    for (const line of event.currentTarget.querySelectorAll('[data-from]')) {
      const isNear =
        near !== null && (line.getAttribute('data-from') === near || line.getAttribute('data-to') === near);
      line.toggleAttribute('data-lit', isNear);
    }
  }

  if (places.isError) {
    return (
      <div className={styles.state}>
        <Failure error={places.error} onRetry={() => void places.refetch()} />
      </div>
    );
  }
  const positions = places.data;
  const step = (factor: number) => setZoom(Math.min(Math.max(scale * factor, 0.4), MOST_SCALE));
  return (
    <div className={styles.view}>
      <div ref={scroller} className={styles.scroller} role="region" aria-label="Graph of services" tabIndex={0}>
        {!positions && <Skeleton rows={12} />}
        {positions && (
          <svg
            id={GRAPH_ID}
            className={`${styles.drawing} ${faint ? styles.tangle : ''} ${shown !== undefined ? styles.chosen : ''}`}
            xmlns="http://www.w3.org/2000/svg"
            width={width * scale}
            height={height * scale}
            viewBox={`${-PAD} ${-PAD} ${width} ${height}`}
            role="img"
            aria-label={`${count(graph.nodes.length)} services, ${count(graph.edges.length)} connections; the list says the same`}
            fontFamily="var(--font)"
            onPointerOver={onPoint}
            onPointerLeave={onPoint}
            onClick={(event) => {
              const hit = (event.target as Element).closest('[data-service]');
              onSelect(hit ? graph.nodes[Number(hit.getAttribute('data-service'))]?.name : undefined);
            }}
          >
            <MarkPatterns services={graph.nodes} />
            {graph.edges.map((edge, index) => {
              // Numbers stand towards the other service, where lines of one service lie further apart; the wider
              // shares of failed calls need the room in the middle.
              const isNear = shown !== undefined && (edge.parent === shown || edge.child === shown);
              return (
                <EdgeLine
                  key={`${edge.parent.length} ${edge.parent} ${edge.child}`}
                  from={placeOf.get(edge.parent) ?? -1}
                  to={placeOf.get(edge.child) ?? -1}
                  edge={edge}
                  points={positions.edges[index] ?? []}
                  weight={Math.log10(1 + edge.calls) / Math.log10(1 + most)}
                  rate={metric === 'errors' ? errorRate(edge) : undefined}
                  latency={metric === 'latency' ? slow.get(edge.child) : undefined}
                  isNear={isNear}
                  labelAt={metric === 'errors' ? 0.5 : edge.parent === shown ? 0.72 : edge.child === shown ? 0.28 : 0.5}
                  isLabelled={isNear || (shown === undefined && graph.edges.length <= LABELLED_EDGES)}
                />
              );
            })}
            {graph.nodes.map((node, index) => {
              const place = positions.nodes.get(node.name);
              if (!place) return null;
              return (
                <NodeBox
                  key={node.name}
                  index={index}
                  node={node}
                  x={place.x}
                  y={place.y}
                  width={nodeWidth}
                  metric={metric}
                  latency={latencies.get(node.name)}
                  isSelected={node.name === shown}
                  isFocus={node.name === focus}
                  isFaint={found !== undefined && !found.has(node.name)}
                />
              );
            })}
          </svg>
        )}
      </div>
      <div className={styles.zoom}>
        <IconButton icon="zoom-out" label="Smaller" onClick={() => step(1 / 1.25)} />
        <IconButton icon="zoom-in" label="Larger" onClick={() => step(1.25)} />
        <IconButton icon="fit" label="Fit" onClick={() => setZoom(undefined)} />
      </div>
    </div>
  );
}

/** Services in whose names the text stands; undefined when nothing is looked for. */
function matching(graph: ServiceGraph, find: string | undefined): ReadonlySet<string> | undefined {
  const text = find?.trim().toLowerCase();
  if (!text) return undefined;
  return new Set(graph.nodes.filter(({ name }) => name.toLowerCase().includes(text)).map(({ name }) => name));
}
