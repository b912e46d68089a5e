import { Link } from 'wouter';

import { useTerms } from '../../../app/config';
import { rowOfSpanId } from '../../../model/columns';
import { clip, count } from '../../../model/format';
import type { LinkScope } from '../../../model/links';
import type { SpanDetail } from '../../../model/span';
import { Icon } from '../../../ui/Icon';
import { traceHref } from '../../../url/trace';
import { shortTraceId } from '../../../url/traceId';
import type { Work } from '../work';
import styles from './Attributes.module.css';
import { AttributeRow } from './AttributeRow';

const MOST_SHOWN = 100;

/** Spans that this one points at, in this trace or another. */
export function LinkList({ work, detail, scope }: { work: Work; detail: SpanDetail; scope: LinkScope }) {
  const { links: word } = useTerms();
  const { columns } = work.model;
  if (detail.links.length === 0) return <p className={styles.none}>No {word.toLowerCase()}</p>;
  return (
    <ul role="list" className={styles.events}>
      {detail.links.slice(0, MOST_SHOWN).map((link, index) => {
        const row = link.traceId === columns.traceId ? rowOfSpanId(columns, link.spanId) : -1;
        return (
          <li key={index} className={styles.event}>
            {row >= 0 ? (
              <button type="button" className={styles.jump} onClick={() => work.select(row)}>
                <Icon name="link" />
                <span className="cut">
                  {clip(columns.services[columns.service[row]], 80)} {clip(columns.names[columns.name[row]], 120)}
                </span>
              </button>
            ) : (
              <Link className={styles.jump} href={traceHref(link.traceId, { sel: link.spanId || undefined })}>
                <Icon name="outside" />
                Trace {shortTraceId(link.traceId, 16)}, span {link.spanId}
              </Link>
            )}
            <dl className={styles.list}>
              {link.attributes.slice(0, MOST_SHOWN).map(({ key, value }, at) => (
                <AttributeRow key={at} name={key} value={value} type="attributes" scope={scope} work={work} service={detail.service} />
              ))}
            </dl>
          </li>
        );
      })}
      {detail.links.length > MOST_SHOWN && <li className={styles.none}>{count(detail.links.length - MOST_SHOWN)} more</li>}
    </ul>
  );
}
