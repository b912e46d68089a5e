import { Link } from 'wouter';

import { capabilities } from '../../app/config';
import type { SetState } from '../../app/urlState';
import { clip, count, duration, percent } from '../../model/format';
import { errorRate } from '../../model/serviceGraph';
import type { Edge, ServiceGraph } from '../../model/serviceGraph';
import { Button } from '../../ui/Button';
import { ServiceName } from '../../ui/ServiceName';
import type { DependenciesState } from '../../url/dependencies';
import { monitorHref } from '../../url/monitor';
import { pathsHref } from '../../url/paths';
import { searchHref } from '../../url/search';
import styles from './ServicePanel.module.css';

export interface ServicePanelProps {
  /** All services, so that what is hidden is told as well. */
  graph: ServiceGraph;
  service: string;
  state: DependenciesState;
  set: SetState<DependenciesState>;
  range: { start: number; end: number };
  /** ns by service, when latency is looked at. */
  latencies: ReadonlyMap<string, number>;
}

const SHOWN = 6;

/** The chosen service: who calls it, whom it calls, and where to go from here. */
export function ServicePanel({ graph, service, state, set, range, latencies }: ServicePanelProps) {
  const callers = graph.edges.filter(({ parent, child }) => child === service && parent !== service);
  const callees = graph.edges.filter(({ parent, child }) => parent === service && child !== service);
  const itself = graph.edges.find(({ parent, child }) => parent === service && child === service);
  const isFocus = state.focus === service;
  return (
    <section className={styles.panel} aria-label={clip(service, 100)}>
      <h2 className={styles.title}>
        <ServiceName service={service} />
      </h2>
      <div className={styles.actions}>
        <Button icon="focus" onClick={() => set({ focus: isFocus ? undefined : service }, { push: true })}>
          {isFocus ? 'Show all' : 'Focus'}
        </Button>
        <Link href={searchHref({ service, start: range.start * 1000, end: range.end * 1000 })}>Search traces</Link>
        <Link href={pathsHref({ service, start: range.start * 1000, end: range.end * 1000 })}>Paths</Link>
        {capabilities().metricsStorage && (
          <Link href={monitorHref({ service, start: range.start, end: range.end })}>Monitor</Link>
        )}
      </div>
      {latencies.has(service) && (
        <p className={styles.none}>p95 {duration(latencies.get(service) ?? 0)}, whoever calls it.</p>
      )}
      <Calls
        title="Called by"
        edges={callers}
        other="parent"
        none="Nothing calls it: it is where requests come in."
      />
      <Calls title="Calls" edges={callees} other="child" none="It calls nothing." latencies={latencies} />
      {itself && <p className={styles.none}>Calls itself {count(itself.calls)} times.</p>}
    </section>
  );
}

function Calls({
  title,
  edges,
  other,
  none,
  latencies,
}: {
  title: string;
  edges: Edge[];
  other: 'parent' | 'child';
  none: string;
  latencies?: ReadonlyMap<string, number>;
}) {
  const total = edges.reduce((sum, { calls }) => sum + calls, 0);
  return (
    <>
      <h3 className={styles.head}>
        {title}
        {edges.length > 0 && <span className="muted">{count(total)}</span>}
      </h3>
      {edges.length === 0 && <p className={styles.none}>{none}</p>}
      <ul role="list" className={styles.list}>
        {edges.slice(0, SHOWN).map((edge) => (
          <li key={edge[other]} className={styles.call}>
            <ServiceName service={edge[other]} />
            <span className={styles.number}>
              {count(edge.calls)}
              {latencies?.has(edge[other]) && (
                <span className="muted" title="Over all its callers">
                  {' '}
                  p95 {duration(latencies.get(edge[other]) ?? 0)}
                </span>
              )}
              {(errorRate(edge) ?? 0) > 0 && (
                <span className={styles.failed}> {percent(errorRate(edge) ?? 0)} failed</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {edges.length > SHOWN && <p className={styles.none}>and {count(edges.length - SHOWN)} more</p>}
    </>
  );
}
