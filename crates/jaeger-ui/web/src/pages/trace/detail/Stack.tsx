import { useState } from 'react';

import { bytes } from '../../../model/format';
import { Button } from '../../../ui/Button';
import { CopyButton } from '../../../ui/CopyButton';
import styles from './SpanDetail.module.css';

/** What is shown at once; nobody reads on at one go, and a stack of a megabyte would stop the page. */
const MOST_TEXT = 20_000;

/** A stack trace, whole. */
export function Stack({ text }: { text: string }) {
  const [limit, setLimit] = useState(MOST_TEXT);
  return (
    <div className={styles.stack}>
      <pre className={styles.stackText} tabIndex={0} role="group" aria-label="Stack trace">
        {text.slice(0, limit)}
      </pre>
      <span className={styles.stackCopy}>
        <CopyButton text={text} label="Copy the stack trace" />
      </span>
      {text.length > limit && (
        <Button kind="quiet" onClick={() => setLimit(limit + 10 * MOST_TEXT)}>
          Show more of {bytes(text.length)}
        </Button>
      )}
    </div>
  );
}
