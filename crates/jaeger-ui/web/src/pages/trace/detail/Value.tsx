import { useState } from 'react';

import { newPage } from '../../../app/config';
import { bytes } from '../../../model/format';
import { safeHref } from '../../../model/links';
import type { DataLink } from '../../../model/links';
import type { Value as ValueType } from '../../../model/span';
import { valueText } from '../../../model/value';
import { Button } from '../../../ui/Button';
import styles from './Attributes.module.css';
import { JsonTree } from './JsonTree';
import { parseJson } from './json';

const MOST_SHOWN = 300;
const MOST_OPENED = 20_000;

/** A value: as a tree when it is JSON, as a link when it leads somewhere, else as text. */
export function Value({ value, link }: { value: ValueType; link?: DataLink }) {
  const [isWhole, setWhole] = useState(false);
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) return <JsonTree value={value} />;
  const text = valueText(value);
  if (typeof value === 'string') {
    const tree = parseJson(value);
    if (tree !== undefined) return <JsonTree value={tree} />;
  }
  const shown = text.slice(0, isWhole ? MOST_OPENED : MOST_SHOWN);
  const href = link?.href ?? (/^(?:https?|mailto):/i.test(text) ? safeHref(text) : undefined);
  return (
    <>
      {href === undefined ? (
        <span className={typeof value === 'string' ? styles.text : styles.literal}>{shown === '' ? '(empty)' : shown}</span>
      ) : (
        <a className={styles.text} href={href} title={link?.text.slice(0, 300)} target={newPage()} rel="noopener noreferrer">
          {shown}
        </a>
      )}
      {text.length > shown.length && !isWhole && (
        <Button kind="quiet" className={styles.whole} onClick={() => setWhole(true)}>
          Show more ({bytes(text.length)})
        </Button>
      )}
      {isWhole && text.length > MOST_OPENED && <span className="muted"> … copy it to read all {bytes(text.length)}</span>}
    </>
  );
}
