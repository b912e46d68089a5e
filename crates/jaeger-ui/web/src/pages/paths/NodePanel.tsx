import { Link } from 'wouter';

import type { SetState } from '../../app/urlState';
import { clip, count, counted } from '../../model/format';
import { MOST_IDS } from '../../model/paths/graph';
import type { PathGraph, PathNode } from '../../model/paths/graph';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { ServiceName } from '../../ui/ServiceName';
import type { PathsState } from '../../url/paths';
import { searchHref } from '../../url/search';
import styles from './Paths.module.css';
import { factsOf } from './words';

export interface NodePanelProps {
  graph: PathGraph;
  node: PathNode;
  set: SetState<PathsState>;
}

/** The node that is looked at: how often ways lead through it, its traces, and the ways through it instead. */
export function NodePanel({ graph, node, set }: NodePanelProps) {
  const { id, service, name, level, traces, traceIds } = node;
  const next = graph.nodes.filter(({ toward }) => toward === id);
  const callers = next.filter((other) => other.level < 0);
  const callees = next.filter((other) => other.level > 0);
  return (
    <aside aria-label="Step" className={styles.panel}>
      <div className={styles.panelHead}>
        <h2 className={styles.title}>
          <ServiceName service={service} />
        </h2>
        <IconButton icon="close" label="Close" onClick={() => set({ sel: undefined })} />
      </div>
      {name !== '' && <p className={styles.name}>{clip(name)}</p>}
      <p className="muted">{factsOf(node)}.</p>
      <div className={styles.actions}>
        <Link href={searchHref({ traceIds })}>
          {traces <= MOST_IDS ? `Its ${traces === 1 ? 'trace' : counted(traces, 'trace')}` : `The newest ${MOST_IDS} of its traces`}
        </Link>
        {level !== 0 && (
          <Button
            icon="focus"
            onClick={() =>
              set({ service, operation: name || undefined, up: undefined, down: undefined, sel: undefined }, { push: true })
            }
          >
            Paths through this
          </Button>
        )}
      </div>
      {level <= 0 && <Neighbours title="Called by" nodes={callers} none="Traces begin here." set={set} />}
      {level >= 0 && <Neighbours title="Calls" nodes={callees} none="It calls no other service." set={set} />}
    </aside>
  );
}

const SHOWN = 12;

interface NeighboursProps {
  title: string;
  nodes: readonly PathNode[];
  /** What is said where there are none. */
  none: string;
  set: SetState<PathsState>;
}

function Neighbours({ title, nodes, none, set }: NeighboursProps) {
  const sorted = nodes.toSorted((a, b) => b.traces - a.traces);
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {nodes.length === 0 && <p className="muted">{none}</p>}
      <ul role="list">
        {sorted.slice(0, SHOWN).map(({ key, service, name, traces }) => (
          <li key={key}>
            <button type="button" className={styles.neighbour} title={clip(`${service} ${name}`)} onClick={() => set({ sel: key })}>
              <ServiceName service={service} />
              <span className="cut">{clip(name, 80)}</span>
              <span className="muted">{count(traces)}</span>
            </button>
          </li>
        ))}
      </ul>
      {nodes.length > SHOWN && <p className="muted">and {count(nodes.length - SHOWN)} more</p>}
    </section>
  );
}
