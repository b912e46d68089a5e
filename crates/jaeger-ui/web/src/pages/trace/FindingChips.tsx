import { useEffect, useState } from 'react';
import type { MouseEvent } from 'react';

import { clip, count, percent } from '../../model/format';
import { findings, sentence } from '../../model/findings';
import type { Finding } from '../../model/findings';
import { Icon } from '../../ui/Icon';
import type { IconName } from '../../ui/Icon';
import { Popover } from '../../ui/Popover';
import styles from './FindingChips.module.css';
import type { Work } from './work';

const ICONS: Record<Finding['severity'], IconName> = { problem: 'error', hint: 'bolt', note: 'info' };
const AFTER_MS = 100;
/** More stand behind a last chip. */
const MOST_CHIPS = 2;
/** Spans of one finding that can be gone to from its sentence. */
const MOST_ROWS = 8;

/** What is worth saying of the trace; each with its sentence and the spans that it speaks of. */
export function FindingChips({ work }: { work: Work }) {
  const { model } = work;
  const [found, setFound] = useState<Finding[]>([]);
  useEffect(() => {
    // Once the rows are there: nobody waits for it.
    const timer = setTimeout(() => setFound(findings(model)), AFTER_MS);
    return () => clearTimeout(timer);
  }, [model]);
  if (found.length === 0) return <div className={styles.chips} />;
  const shown = found.length > MOST_CHIPS + 1 ? found.slice(0, MOST_CHIPS) : found;
  const rest = found.slice(shown.length);
  return (
    <div role="group" aria-label="Findings" className={styles.chips}>
      {shown.map((finding, index) => (
        <Popover key={index} label={`${shortly(finding, work)}: ${sentence(finding)}`} trigger={<Chip finding={finding} work={work} />}>
          <Sentence finding={finding} work={work} />
        </Popover>
      ))}
      {rest.length > 0 && (
        <Popover label={`+${rest.length} more findings`} trigger={<span className={styles.chip}>+{rest.length}</span>}>
          <ul role="list" className={styles.list}>
            {rest.map((finding, index) => (
              <li key={index}>
                <Sentence finding={finding} work={work} />
              </li>
            ))}
          </ul>
        </Popover>
      )}
    </div>
  );
}

function Chip({ finding, work }: { finding: Finding; work: Work }) {
  return (
    <span className={`${styles.chip} ${styles[finding.severity]}`}>
      <Icon name={ICONS[finding.severity]} />
      <span className="cut">{shortly(finding, work)}</span>
    </span>
  );
}

function shortly({ kind, rows, share }: Finding, { model: { columns } }: Work): string {
  const nameOf = (row: number) => clip(columns.names[columns.name[row]], 60);
  const name = nameOf(rows[0]);
  switch (kind) {
    case 'error-origin':
      return `Failed first: ${name}`;
    case 'bottleneck':
      return `${percent(share)} in ${name}`;
    case 'repeated-calls':
      return `${count(rows.length)} × ${name}`;
    case 'serial-calls':
      return `${count(rows.length)} serial calls in ${nameOf(columns.parent[rows[0]])}`;
    case 'missing-parents':
      return rows.length === 1 ? '1 parent missing' : `${count(rows.length)} parents missing`;
    case 'clock-skew':
      return 'Clocks differ';
  }
}

function Sentence({ finding, work }: { finding: Finding; work: Work }) {
  function go(row: number, event: MouseEvent) {
    event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
    work.set({ view: 'timeline' });
    work.select(row);
  }
  const named = new Set(finding.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.row])));
  const others = finding.kind === 'repeated-calls' ? [] : Array.from(finding.rows.slice(0, MOST_ROWS)).filter((row) => !named.has(row));
  return (
    <div className={styles.finding}>
      <p>
        {finding.parts.map((part, index) =>
          typeof part === 'string' ? (
            part
          ) : (
            <button key={index} type="button" className={styles.link} onClick={(event) => go(part.row, event)}>
              {part.text}
            </button>
          ),
        )}
      </p>
      {others.length > 0 && (
        <p className={styles.others}>
          Also:{' '}
          {others.map((row) => (
            <button key={row} type="button" className={styles.link} onClick={(event) => go(row, event)}>
              {clip(work.model.columns.names[work.model.columns.name[row]], 60)}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}
