import { useMemo, useState } from 'react';

import { config } from '../../../app/config';
import { count } from '../../../model/format';
import type { LinkScope, LinkType } from '../../../model/links';
import type { Attributes } from '../../../model/span';
import { Button } from '../../../ui/Button';
import { CopyButton } from '../../../ui/CopyButton';
import { TextField } from '../../../ui/TextField';
import type { Work } from '../work';
import { AttributeRow } from './AttributeRow';
import { attributesJson } from './json';
import { sortedAttributes } from './order';
import styles from './Attributes.module.css';

/** More at once would make the page heavy; the rest is a press away. */
const MOST_SHOWN = 60;
/** With fewer one sees at a glance what is there. */
const FILTER_FROM = 8;

export interface AttributeListProps {
  /** What they are called, in the words of the configuration. */
  label: string;
  attributes: Attributes;
  type: LinkType;
  scope: LinkScope;
  work: Work;
  /** Whose attributes they are, for searches. */
  service: string;
}

export function AttributeList({ label, attributes, type, scope, work, service }: AttributeListProps) {
  const [text, setText] = useState('');
  const [limit, setLimit] = useState(MOST_SHOWN);
  const sorted = useMemo(() => sortedAttributes(attributes, config().topTagPrefixes), [attributes]);
  const wanted = text.trim().toLowerCase();
  const fitting = useMemo(
    () => (wanted === '' ? sorted : sorted.filter(({ key, value }) => `${key}=${String(value)}`.toLowerCase().includes(wanted))),
    [sorted, wanted],
  );
  if (attributes.length === 0) return <p className={styles.none}>No {label.toLowerCase()}</p>;
  return (
    <div>
      <div className={styles.tools}>
        {attributes.length >= FILTER_FROM && (
          <div className={styles.filter}>
            <TextField label={`Filter ${label.toLowerCase()}`} hideLabel placeholder="Filter" value={text} onChange={setText} />
          </div>
        )}
        <CopyButton text={() => attributesJson(attributes)} label={`Copy ${label.toLowerCase()} as JSON`} />
      </div>
      <dl className={styles.list}>
        {fitting.slice(0, limit).map(({ key, value }, index) => (
          <AttributeRow
            key={`${index} ${key}`}
            name={key}
            value={value}
            type={type}
            scope={scope}
            work={work}
            service={service}
            pins
          />
        ))}
      </dl>
      {fitting.length > limit && (
        <Button kind="quiet" onClick={() => setLimit(limit + 200)}>
          Show {count(Math.min(200, fitting.length - limit))} more
        </Button>
      )}
      {fitting.length === 0 && <p className={styles.none}>None with “{text.slice(0, 60)}”</p>}
    </div>
  );
}
