import { useMemo } from 'react';

import { clip, count, figures } from '../../../../model/format';
import type { ModelTotal, NamedTotal, Totals } from '../../../../model/genai/totals';
import type { Usage } from '../../../../model/genai/usage';
import { DataTable } from '../../../../ui/DataTable';
import type { Column } from '../../../../ui/DataTable';
import { Duration } from '../../../../ui/Duration';
import { ShareBar } from '../../../../ui/ShareBar';
import styles from './GenAi.module.css';

const MOST_HEIGHT = 172;
/** More names in one line are not read. */
const MOST_NAMED = 20;

const TOKENS: [keyof Usage, string][] = [
  ['input', 'Input'], ['output', 'Output'], ['cacheRead', 'From cache'], ['cacheWrite', 'To cache'], ['reasoning', 'Reasoning'],
];

/** Which model used how much, and what else took part. */
export function Sums({ totals }: { totals: Totals }) {
  const columns = useMemo(() => columnsOf(totals), [totals]);
  return (
    <div className={styles.sums}>
      {totals.models.length > 0 && (
        <>
          <h2>Tokens by model</h2>
          <DataTable
            label="Tokens by model"
            rows={totals.models}
            rowKey={({ model, provider }) => JSON.stringify([model, provider])}
            columns={columns}
            rowHeight={24}
            maxHeight={MOST_HEIGHT}
          />
        </>
      )}
      <Named label="Tools" totals={totals.tools} />
      <Named label="Agents" totals={totals.agents} />
    </div>
  );
}

function Named({ label, totals }: { label: string; totals: readonly NamedTotal[] }) {
  if (totals.length === 0) return null;
  return (
    <p>
      <strong>{label}</strong>
      {totals.slice(0, MOST_NAMED).map(({ name, calls, failed }) => (
        <span key={name} className={`data ${styles.name}`}>
          {clip(name, 80) || '(no name)'} × {count(calls)}
          {failed > 0 && `, ${count(failed)} failed`}
        </span>
      ))}
      {totals.length > MOST_NAMED && <span className={styles.name}>and {count(totals.length - MOST_NAMED)} more</span>}
    </p>
  );
}

/** Columns of figures that no model has are left out. */
function columnsOf({ models, usage }: Totals): Column<ModelTotal>[] {
  const columns: Column<ModelTotal>[] = [
    {
      id: 'model',
      label: 'Model',
      width: 'minmax(144px, 2fr)',
      render: ({ model }) => clip(model, 200) || '(not said)',
      title: ({ model }) => clip(model) || '(not said)',
    },
    { id: 'provider', label: 'Provider', width: 'minmax(88px, 1fr)', render: ({ provider }) => clip(provider, 100), title: ({ provider }) => clip(provider) },
    {
      id: 'calls',
      label: 'Calls',
      width: '104px',
      align: 'end',
      render: ({ calls, failed }) => `${count(calls)}${failed > 0 ? `, ${count(failed)} failed` : ''}`,
    },
  ];
  for (const [member, label] of TOKENS) {
    if (!usage[member]) continue;
    const most = Math.max(...models.map((total) => total.usage[member] ?? 0));
    columns.push({
      id: member,
      label,
      width: '88px',
      align: 'end',
      render: (total) => <ShareBar share={(total.usage[member] ?? 0) / most}>{count(total.usage[member] ?? 0)}</ShareBar>,
    });
  }
  if (usage.cost !== undefined) {
    columns.push({ id: 'cost', label: 'Cost', width: '80px', align: 'end', render: (total) => (total.usage.cost === undefined ? '–' : figures(total.usage.cost)) });
  }
  columns.push({ id: 'duration', label: 'Time', width: '80px', align: 'end', render: ({ duration }) => <Duration nanos={duration} /> });
  return columns;
}
