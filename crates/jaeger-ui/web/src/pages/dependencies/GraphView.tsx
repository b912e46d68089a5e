import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { PointerEvent } from 'react';

import { count } from '../../model/format';
import { errorRate } from '../../model/serviceGraph';
import type { ServiceGraph } from '../../model/serviceGraph';
import { Failure } from '../../ui/Failure';
import { centred, justInSight } from '../../ui/graph/fit';
import type { Place } from '../../ui/graph/move';
import { useZoom } from '../../ui/graph/useZoom';
import { ZoomControls } from '../../ui/graph/ZoomControls';
import { Skeleton } from '../../ui/Skeleton';
import { useSize } from '../../ui/useSize';
import type { DependenciesState } from '../../url/dependencies';
import type { Places } from './components';
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
const LEGIBLE = { least: 0.92, most: 1.1 };
/** With more edges, only those of the chosen service have their numbers written on them. */
const LABELLED_EDGES = 28;

/** Boxes and arrows. The list of services beside it says the same to those who cannot see it. */
export function GraphView(props: GraphViewProps) {
  const { graph, metric, layoutName, find, focus, selected, onSelect, latencies } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  useDragPan(scroller);
  const longest = graph.nodes.reduce((most, { name }) => Math.max(most, name.length), 0);
  const nodeWidth = Math.min(Math.max(longest * 7 + 36, 112), 196);
  const { places, error, retry } = usePlaces(graph, nodeWidth, layoutName, size.width / LEGIBLE.least - 2 * PAD);
  const most = graph.edges[0]?.calls ?? 1;
  const found = useMemo(() => matching(graph, find), [graph, find]);
  const placeOf = useMemo(() => new Map(graph.nodes.map(({ name }, index) => [name, index])), [graph]);
  const slow = useMemo(() => slowness(latencies), [latencies]);
  const faint = useMemo(() => graph.edges.length > LABELLED_EDGES && isTangle(graph), [graph]);

  const [width, height] = [(places?.width ?? 0) + 2 * PAD, (places?.height ?? 0) + 2 * PAD];
  const zoom = useZoom(scroller, size, { width, height }, LEGIBLE);
  const { scale, reset } = zoom;

  useEffect(reset, [reset, layoutName, focus]);
  const shown = selected ?? focus;
  // When there is something else to see, and not when it is only made larger.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!places || !box) return;
    const chosen = shown === undefined ? undefined : places.nodes.get(shown);
    const place = chosen ?? topRoot(graph, places);
    const scroll = chosen ? centred : justInSight;
    const [toMiddle, toEnd] = [nodeWidth / 2, nodeWidth + PAD];
    box.scrollTo(
      scroll((place.x + PAD + (chosen ? toMiddle : toEnd)) * scale, box.clientWidth),
      scroll((place.y + PAD + (chosen ? NODE_HEIGHT / 2 : NODE_HEIGHT + PAD)) * scale, box.clientHeight),
    );
  }, [shown, places, nodeWidth]);

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

  if (error !== null) {
    return (
      <div className={styles.state}>
        <Failure error={error} onRetry={retry} />
      </div>
    );
  }
  return (
    <div className={styles.view}>
      <div ref={scroller} className={styles.scroller} role="region" aria-label="Graph of services" tabIndex={0}>
        {!places && <Skeleton rows={12} />}
        {places && (
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
                  points={places.edges[index] ?? []}
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
              const place = places.nodes.get(node.name);
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
      <ZoomControls zoom={zoom} />
    </div>
  );
}

/** Services in whose names the text stands; undefined when nothing is looked for. */
function matching(graph: ServiceGraph, find: string | undefined): ReadonlySet<string> | undefined {
  const text = find?.trim().toLowerCase();
  if (!text) return undefined;
  return new Set(graph.nodes.filter(({ name }) => name.toLowerCase().includes(text)).map(({ name }) => name));
}

/** Of the services that nobody calls the one that stands highest; where each is called, the highest of all. */
function topRoot(graph: ServiceGraph, { nodes }: Places): Place {
  const roots = graph.nodes.filter(({ callsIn }) => callsIn === 0);
  const places = (roots.length > 0 ? roots : graph.nodes).flatMap(({ name }) => nodes.get(name) ?? []);
  return places.reduce((top, place) => (place.y < top.y ? place : top), places[0] ?? { x: 0, y: 0 });
}
