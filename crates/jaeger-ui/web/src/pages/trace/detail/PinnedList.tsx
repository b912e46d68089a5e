import { useId } from 'react';

import { usePins } from '../../../app/pins';
import { clip } from '../../../model/format';
import type { SpanDetail } from '../../../model/span';
import { IconButton } from '../../../ui/IconButton';
import { factsOf } from '../facts';
import type { Work } from '../work';
import { AttributeRow } from './AttributeRow';
import styles from './Attributes.module.css';
import { pinnedIn } from './pinned';
import detailStyles from './SpanDetail.module.css';

export interface PinnedListProps {
  work: Work;
  detail: SpanDetail | undefined;
  /** The span and those above it, as far as they are known. */
  spans: readonly SpanDetail[];
}

/** What the reader wants to see of every span, in the same places while going from one to the next. */
export function PinnedList({ work, detail, spans }: PinnedListProps) {
  const { keys, setKeys } = usePins();
  const id = useId();
  if (keys.length === 0) return null;
  const scope = { spans, trace: factsOf(work.model) };
  return (
    <section aria-labelledby={id} className={detailStyles.pinned}>
      <h3 id={id}>Pinned</h3>
      <dl className={styles.list}>
        {keys.map((key) => {
          const found = detail && pinnedIn(detail, key);
          if (detail && found) {
            const beside = found.type === 'resource' ? detail.resource : undefined;
            return (
              <AttributeRow
                key={key}
                name={key}
                value={found.value}
                type={found.type}
                scope={{ ...scope, beside }}
                work={work}
                service={detail.service}
                pins
              />
            );
          }
          return (
            <div key={key} className={styles.row}>
              <dt className={styles.key} title={key}>
                {key}
              </dt>
              <dd className={`${styles.value} muted`}>{detail && '—'}</dd>
              <dd className={styles.more}>
                <IconButton icon="close" label={`Unpin ${clip(key, 80)}`} onClick={() => setKeys(keys.filter((other) => other !== key))} />
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
