import { useMemo } from 'react';
import type { CSSProperties } from 'react';

import { clip, count, countShort, duration, percent } from '../../model/format';
import { errorRate } from '../../model/serviceGraph';
import type { Edge, ServiceGraph } from '../../model/serviceGraph';
import { ServiceMark } from '../../ui/ServiceMark';
import type { DependenciesState } from '../../url/dependencies';
import styles from './Matrix.module.css';

/** A cell for each pair makes 1,600 cells, which is what a page can hold. */
const SHOWN = 40;

/** Callers by callees: the darker the more calls, or the larger the share that failed. */
export function Matrix({
  graph,
  metric,
  latencies,
  selected,
  onSelect,
}: {
  graph: ServiceGraph;
  metric: DependenciesState['metric'];
  /** ns by service. */
  latencies: ReadonlyMap<string, number>;
  selected?: string;
  onSelect(service: string): void;
}) {
  const callers = useMemo(() => graph.nodes.filter(({ callsOut }) => callsOut > 0).slice(0, SHOWN), [graph]);
  const callees = useMemo(() => graph.nodes.filter(({ callsIn }) => callsIn > 0).slice(0, SHOWN), [graph]);
  const cells = useMemo(
    () => new Map(graph.edges.map((edge) => [`${edge.parent.length} ${edge.parent}${edge.child}`, edge])),
    [graph],
  );
  const most = Math.log10(1 + (graph.edges[0]?.calls ?? 1));
  const cut = graph.nodes.length > SHOWN;
  return (
    <div className={styles.scroller} role="region" aria-label="Matrix of calls" tabIndex={0}>
      {cut && (
        <p className={styles.note}>
          The {SHOWN} busiest services. The table has all {count(graph.nodes.length)}.
        </p>
      )}
      <table className={styles.matrix}>
        <caption className="visually-hidden">Calls from the service of the row to the service of the column</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              caller ↓ callee →
            </th>
            {callees.map(({ name }) => (
              <th
                key={name}
                scope="col"
                className={styles.column}
                data-on={name === selected || undefined}
                title={clip(name)}
              >
                <span className={styles.turned}>
                  <ServiceMark service={name} />
                  <span className="cut">{clip(name, 60)}</span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metric === 'latency' && (
            <tr>
              <th scope="row" className={styles.row}>
                <span className={styles.name}>p95 of the callee</span>
              </th>
              {callees.map(({ name }) => (
                <td key={name} className={styles.latency} data-on={name === selected || undefined}>
                  {duration(latencies.get(name) ?? NaN)}
                </td>
              ))}
            </tr>
          )}
          {callers.map(({ name }) => (
            <tr key={name} data-on={name === selected || undefined}>
              <th scope="row" className={styles.row}>
                <button type="button" className={styles.name} title={clip(name)} onClick={() => onSelect(name)}>
                  <ServiceMark service={name} />
                  <span className="cut">{clip(name, 60)}</span>
                </button>
              </th>
              {callees.map((callee) => (
                <Cell
                  key={callee.name}
                  edge={cells.get(`${name.length} ${name}${callee.name}`)}
                  most={most}
                  showsErrors={metric === 'errors'}
                  isOn={callee.name === selected}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ edge, most, showsErrors, isOn }: { edge?: Edge; most: number; showsErrors: boolean; isOn: boolean }) {
  if (!edge) return <td className={styles.cell} data-on={isOn || undefined} />;
  const rate = errorRate(edge) ?? 0;
  const share = showsErrors ? rate : Math.log10(1 + edge.calls) / most;
  const heat = {
    '--heat': `${Math.round(share * 32)}%`,
    '--hot': showsErrors ? 'var(--error)' : 'var(--accent)',
  } as CSSProperties;
  const failed = rate > 0 ? `, ${percent(rate)} failed` : '';
  return (
    <td
      className={`${styles.cell} ${styles.full}`}
      data-on={isOn || undefined}
      style={heat}
      title={`${edge.parent.slice(0, 100)} → ${edge.child.slice(0, 100)}: ${count(edge.calls)} calls${failed}`}
    >
      {showsErrors ? rate === 0 ? '0' : percent(rate) : countShort(edge.calls)}
      {rate > 0 && <span className={styles.failed}> !</span>}
    </td>
  );
}
