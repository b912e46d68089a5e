import type { SetState } from '../../app/urlState';
import type { DiffSide } from '../../model/diff';
import { clip, count, duration } from '../../model/format';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { ServiceName } from '../../ui/ServiceName';
import type { CompareState } from '../../url/compare';
import { foldPath } from './fold';
import styles from './PathDetail.module.css';
import { keyOf } from './pathRows';
import type { PathRow } from './pathRows';
import { CHANGES, deltaText } from './words';

export interface PathDetailProps {
  row: PathRow;
  isFolded: boolean;
  set: SetState<CompareState>;
  onClose(): void;
}

const TIMES: { label: string; of(side: DiffSide): number }[] = [
  { label: 'Time', of: ({ total }) => total },
  { label: 'Self time', of: ({ self }) => self },
  { label: 'Average', of: ({ total, spans }) => total / spans },
];

/** The figures of one path in both. */
export function PathDetail({ row, isFolded, set, onClose }: PathDetailProps) {
  const { node, below } = row;
  const { a, b } = node;
  const change = CHANGES[node.change].text(a.spans, b.spans);
  const counts: [label: string, ofA: number, ofB: number][] = [
    ['Spans', a.spans, b.spans],
    ['Failed', a.errors, b.errors],
  ];
  return (
    <aside className={styles.detail} aria-label="The chosen path">
      <div className={styles.head}>
        <h2 className={`${styles.name} data`}>{clip(node.name)}</h2>
        <IconButton icon="close" label="Close" onClick={onClose} />
      </div>
      <ServiceName service={node.service} />
      <p>{change === '' ? 'As often in both.' : `${change[0].toUpperCase()}${change.slice(1)}.`}</p>
      <table className={styles.figures}>
        <caption className="visually-hidden">Figures of the path in both traces</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">A</th>
            <th scope="col">B</th>
            <th scope="col">Difference</th>
          </tr>
        </thead>
        <tbody>
          {counts.map(([label, ofA, ofB]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{count(ofA)}</td>
              <td>{count(ofB)}</td>
              <td>{ofA === ofB ? '0' : `${ofB > ofA ? '+' : '−'}${count(Math.abs(ofB - ofA))}`}</td>
            </tr>
          ))}
          {TIMES.map(({ label, of }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{a.spans > 0 ? duration(of(a)) : '–'}</td>
              <td>{b.spans > 0 ? duration(of(b)) : '–'}</td>
              <td>{a.spans > 0 && b.spans > 0 ? deltaText(of(b) - of(a)) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.actions}>
        {below > 0 && (
          <Button onClick={() => set(foldPath(keyOf(row), !isFolded))}>
            {isFolded ? `Show the ${count(below)} below` : `Fold the ${count(below)} below`}
          </Button>
        )}
        <Button kind="quiet" onClick={() => set({ mode: 'time' }, { push: true })}>
          Its place among the durations
        </Button>
      </div>
    </aside>
  );
}
