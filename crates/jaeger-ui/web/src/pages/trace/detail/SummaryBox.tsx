import { rowOfSpanId } from '../../../model/columns';
import { clip, count, duration, percent } from '../../../model/format';
import { summaryBeside, summaryOf, summaryText } from '../../../model/groupsSummary';
import type { SpanSummary } from '../../../model/groupsSummary';
import type { SpanDetail } from '../../../model/span';
import { Button } from '../../../ui/Button';
import type { Work } from '../work';
import styles from './SummaryBox.module.css';

const MOST_KEPT = 20;

/** Of a span that stands for many: how many they were, how long they took, and which of them were kept. */
export function SummaryBox({ work, detail }: { work: Work; detail: SpanDetail | undefined }) {
  if (detail === undefined) return null;
  const summary = summaryOf(detail.attributes);
  const beside = summaryBeside(detail.attributes);
  if (summary === undefined && beside === undefined) return null;
  return (
    <div className={styles.box}>
      {summary !== undefined && <Summary work={work} summary={summary} />}
      {beside !== undefined && (
        <p>
          Kept for its duration when its siblings were put together in <SpanLink work={work} spanId={beside} text="one span" />
        </p>
      )}
    </div>
  );
}

function Summary({ work, summary }: { work: Work; summary: SpanSummary }) {
  const { parts, kept, notes } = summary;
  const most = Math.max(1, ...parts.map((part) => part.count));
  return (
    <>
      <p>
        Stands for {summaryText(summary)}. They were put together before they were stored; its own times reach from the first
        start to the last end.
      </p>
      {parts.length > 0 && (
        <table className={styles.parts}>
          <caption className="visually-hidden">How many took how long</caption>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">Duration</th>
              <th scope="col">Spans</th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part, index) => part.count > 0 && (
              <tr key={index}>
                <th scope="row">{part.upTo === undefined ? 'longer' : `up to ${duration(part.upTo)}`}</th>
                <td title={percent(part.count / summary.count)}>
                  <span className={styles.part} style={{ width: `${(part.count / most) * 60}%` }} />
                  {count(part.count)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {kept.length > 0 && (
        <p>
          {count(kept.length)} that took longer {kept.length === 1 ? 'stands' : 'stand'} beside it:{' '}
          {kept.slice(0, MOST_KEPT).map((id) => (
            <SpanLink key={id} work={work} spanId={id} text={timeOf(work, id)} />
          ))}
        </p>
      )}
      {notes.map(({ key, text }) => (
        <p key={key} className="data">
          {key}: {clip(text, 300)}
        </p>
      ))}
    </>
  );
}

function SpanLink({ work, spanId, text }: { work: Work; spanId: string; text: string }) {
  const row = rowOfSpanId(work.model.columns, spanId);
  if (row < 0) return <code>{spanId}</code>;
  return (
    <Button kind="quiet" className={styles.link} onClick={() => work.select(row)}>
      {text}
    </Button>
  );
}

function timeOf({ model: { columns } }: Work, spanId: string): string {
  const row = rowOfSpanId(columns, spanId);
  return row < 0 ? spanId : duration(columns.duration[row]);
}
