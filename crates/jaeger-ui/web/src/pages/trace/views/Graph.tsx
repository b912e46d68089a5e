import { useMemo } from 'react';

import { rowOfSpanId, spanIdOf } from '../../../model/columns';
import { clip, count } from '../../../model/format';
import { rowsOfNode, spanGraph } from '../../../model/graph';
import type { SpanGraph } from '../../../model/graph';
import { Button } from '../../../ui/Button';
import { Empty } from '../../../ui/Empty';
import { IconButton } from '../../../ui/IconButton';
import { Segmented } from '../../../ui/Segmented';
import type { ViewProps } from '../view';
import { FigureTable } from './FigureTable';
import { Drawing } from './graph/Drawing';
import { NodeSpans } from './graph/NodeSpans';
import { heaviestRoot, pickNodes } from './graph/pick';
import { shader, SHADINGS } from './graph/shades';
import type { Shading } from './graph/shades';
import { LongWork } from './LongWork';
import { useLongWork } from './useLongWork';
import styles from './views.module.css';

/**
 * Up to here all nodes are drawn. Of more only the heaviest, until all that a drawing can take are asked for. Of more
 * than that nothing, until it is known where to begin.
 */
const FEW = 120;
const HEAVIEST = 60;
const MOST = 250;

export default function Graph(props: ViewProps) {
  const { model } = props.trace;
  const graph = useLongWork(model.columns.count, () => spanGraph(model), [model]);
  return graph ? <GraphOf {...props} graph={graph} /> : <LongWork spans={model.columns.count} />;
}

function GraphOf({ trace, state, set, matches, select, graph }: ViewProps & { graph: SpanGraph }) {
  const { model } = trace;
  const rootRow = useMemo(() => (state.root ? rowOfSpanId(model.columns, state.root) : -1), [model, state.root]);
  const focus = rootRow >= 0 ? graph.nodeOf[rootRow] : -1;
  const open = state.node ?? -1;
  const setOpen = (node: number) => set({ node: node < 0 ? undefined : node });
  const { drawsMore } = state;
  const part = useMemo(() => {
    const all = pickNodes(graph, focus, MOST);
    return drawsMore || all.nodes.length <= FEW ? all : pickNodes(graph, focus, HEAVIEST);
  }, [graph, focus, drawsMore]);
  const direction = state.gdir ?? 'right';
  const shading: Shading = state.gcolor ?? 'service';
  const shade = useMemo(() => shader(part.nodes, shading), [part, shading]);
  const matching = useMemo(
    () => matches && new Set(Array.from(matches, (row) => graph.nodeOf[row])),
    [matches, graph],
  );
  function focusOn(node: number) {
    set({ root: node < 0 ? undefined : spanIdOf(model.columns, graph.nodes[node].firstRow) }, { push: true });
  }

  // A part of so many says little: the table comes first, and the reader says where to begin.
  const asksForFocus = part.of > MOST && focus < 0;
  const listed = useMemo(
    () => (asksForFocus && matching ? graph.nodes.filter(({ id }) => matching.has(id)) : graph.nodes),
    [graph, asksForFocus, matching],
  );
  const table = (
    <FigureTable
      label="Nodes"
      rows={listed}
      numberOf={({ id }) => id}
      sort={state.sort}
      onSort={(sort) => set({ sort })}
      onOpen={({ id }) => (asksForFocus ? focusOn(id) : setOpen(id))}
    />
  );

  if (graph.nodes.length === 0) return <Empty title="This trace has no spans" />;
  if (asksForFocus) {
    return (
      <section aria-label="Graph" className={styles.view}>
        <div className={styles.bar}>
          <p className={styles.note}>
            {`${folded(model.columns.count, part.of)}: too many to draw at once. Choose the node to begin with.`}
          </p>
          <Button icon="graph" onClick={() => focusOn(heaviestRoot(part))}>
            Begin at the top
          </Button>
        </div>
        {table}
      </section>
    );
  }
  const opened = graph.nodes[open];
  return (
    <section aria-label="Graph" className={styles.view}>
      <div className={styles.bar}>
        <span className={styles.labelled}>
          Colour
          <Segmented label="Colour by" value={shading} onChange={(value) => set({ gcolor: value as Shading })} options={SHADINGS} />
        </span>
        <Segmented
          label="Direction"
          value={direction}
          onChange={(value) => set({ gdir: value as 'down' | 'right' })}
          options={[
            { value: 'right', label: 'To the right' },
            { value: 'down', label: 'Down' },
          ]}
        />
        <span className={styles.note}>{summary(model.columns.count, part.nodes.length, part.of)}</span>
        {part.nodes.length < Math.min(part.of, MOST) && (
          <Button kind="quiet" icon="add" onClick={() => set({ drawsMore: true })}>
            {part.of > MOST ? `Draw ${count(MOST)}` : 'Draw all'}
          </Button>
        )}
        {focus >= 0 && (
          <Button className={styles.push} icon="close" onClick={() => focusOn(-1)}>
            {`Only from ${clip(graph.nodes[focus].name, 40)}`}
          </Button>
        )}
      </div>
      <div className={styles.content}>
        <div className={styles.main}>
          <Drawing
            part={part}
            direction={direction}
            shade={shade}
            open={open}
            onOpen={setOpen}
            matches={matching ? (node) => matching.has(node) : undefined}
          />
        </div>
        <aside aria-label={opened ? 'Spans of the node' : 'Nodes'} className={styles.aside}>
          {opened ? (
            <>
              <div className={styles.asideHead}>
                <IconButton icon="arrow-left" label="All nodes" onClick={() => setOpen(-1)} />
                <h2 className="cut" title={clip(`${opened.service}: ${opened.name}`)}>
                  {clip(opened.name)}
                </h2>
                <Button className={styles.push} icon="focus" onClick={() => focusOn(open === focus ? -1 : open)}>
                  {open === focus ? 'Show everything' : 'Only from here'}
                </Button>
              </div>
              <NodeSpans model={model} rows={rowsOfNode(graph, open)} select={select} />
            </>
          ) : (
            table
          )}
        </aside>
      </div>
    </section>
  );
}

function summary(spans: number, drawn: number, nodes: number): string {
  const what = folded(spans, nodes);
  return drawn < nodes ? `${what}; the ${count(drawn)} heaviest are drawn` : `${what}; dashed: not waited for`;
}

function folded(spans: number, nodes: number): string {
  return `${count(spans)} spans on ${count(nodes)} ${nodes === 1 ? 'path' : 'paths'}`;
}
