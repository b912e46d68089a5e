import { Link } from 'wouter';

import type { TraceSource } from '../../api/source';
import { diffAttributes } from '../../model/attributeDiff';
import type { AttributeSurvey, SpanPair } from '../../model/attributeSurvey';
import { factsOf } from '../../model/facts';
import { clip, count } from '../../model/format';
import type { SpanDetail } from '../../model/span';
import { traceHref } from '../../url/trace';
import styles from './AttributePairs.module.css';

export interface AttributePairsProps {
  row: AttributeSurvey;
  pairs: readonly SpanPair[];
  a: TraceSource;
  b: TraceSource;
}

const SHOWN = 40;

/** The spans in which one attribute differs, each with both values. */
export function AttributePairs({ row, pairs, a, b }: AttributePairsProps) {
  return (
    <aside className={styles.box} aria-label={`Spans that differ in ${clip(row.key, 100)}`}>
      <h2 className={styles.title}>{clip(row.key, 200)}</h2>
      <ul role="list" className={styles.list}>
        {row.pairs.slice(0, SHOWN).map((index) => {
          const pair = pairs[index];
          const values = valuesOf(row, pair);
          return (
            <li key={index} className={styles.pair}>
              <span className="cut">
                {clip(pair.a.service, 60)} <strong>{clip(pair.a.name, 100)}</strong>
              </span>
              <Value letter="A" text={values.a} href={traceHref(a.model.columns.traceId, { sel: pair.a.spanId })} />
              <Value letter="B" text={values.b} href={traceHref(b.model.columns.traceId, { sel: pair.b.spanId })} />
            </li>
          );
        })}
      </ul>
      {row.pairs.length > SHOWN && <p className="muted">and {count(row.pairs.length - SHOWN)} more</p>}
    </aside>
  );
}

function Value({ letter, text, href }: { letter: string; text: string | undefined; href: string }) {
  return (
    <span className={styles.value}>
      <Link href={href} className={styles.link} aria-label={`Open the span in ${letter}`}>
        {letter}
      </Link>
      <span className="mono data">{text === undefined ? 'not there' : clip(text)}</span>
    </span>
  );
}

function valuesOf({ scope, key }: AttributeSurvey, { a, b }: SpanPair): { a?: string; b?: string } {
  const of = (span: SpanDetail) =>
    (scope === 'resource' ? span.resource : [...span.attributes, ...factsOf(span)]).filter(
      (entry) => entry.key === key,
    );
  return diffAttributes(of(a).slice(0, 1), of(b).slice(0, 1))[0] ?? {};
}
