import { useMemo, useState } from 'react';

import { bytes } from '../../../../model/format';
import { pretty, unpacked } from '../../../../model/genai/json';
import { Button } from '../../../../ui/Button';
import styles from './GenAi.module.css';
import { Markdown } from './Markdown';

export type TextAs = 'markdown' | 'plain' | 'json';

/** What is shown at once; the rest is a press away. */
const SHOWN = 4_000;
const SHOWN_MORE = 20_000;
/** Formatting longer texts takes longer than a reader waits. */
const MOST_FORMATTED = 150_000;

/** What somebody said, or JSON, of any length. */
export function LongText({ text, as }: { text: string; as: TextAs }) {
  const [limit, setLimit] = useState(SHOWN);
  const isJson = useMemo(() => as === 'json' || (as === 'markdown' && unpacked(text) !== text), [text, as]);
  const whole = useMemo(() => (isJson ? pretty(text) : text), [text, isJson]);
  const shown = whole.length <= limit ? whole : cut(whole, limit);
  const formats = as === 'markdown' && !isJson && text.length <= MOST_FORMATTED;
  return (
    <>
      {formats ? <Markdown text={shown} /> : <PlainText text={shown} isCode={isJson} />}
      {whole.length > shown.length && (
        <Button kind="quiet" onClick={() => setLimit(limit + SHOWN_MORE)}>
          Show more of {bytes(whole.length)}
        </Button>
      )}
    </>
  );
}

function PlainText({ text, isCode }: { text: string; isCode: boolean }) {
  if (isCode) return <pre className={`data ${styles.code}`}>{text}</pre>;
  return (
    <p className={`data ${styles.plain}`} dir="auto">
      {text}
    </p>
  );
}

/** Up to the end of a line where one is near. */
function cut(text: string, limit: number): string {
  const end = text.lastIndexOf('\n', limit);
  return text.slice(0, end > limit / 2 ? end : limit);
}
