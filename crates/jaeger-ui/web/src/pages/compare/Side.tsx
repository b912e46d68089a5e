import { useState } from 'react';
import { Link } from 'wouter';

import type { TraceSource } from '../../api/source';
import { config } from '../../app/config';
import { count } from '../../model/format';
import { summarize } from '../../model/summarize';
import { CopyButton } from '../../ui/CopyButton';
import { Dialog } from '../../ui/Dialog';
import { Duration } from '../../ui/Duration';
import { IconButton } from '../../ui/IconButton';
import { Time } from '../../ui/Time';
import { traceHref } from '../../url/trace';
import { shortTraceId } from '../../url/traceId';
import { Picker } from './Picker';
import { RootName } from './RootName';
import styles from './Side.module.css';
import { spansText } from './words';

export interface SideProps {
  letter: 'A' | 'B';
  traceId?: string;
  trace?: TraceSource;
  isFailed: boolean;
  other?: TraceSource;
  onPick(traceId: string): void;
  onSwap?(): void;
}

/** One of the two: what it is, and another in its place. */
export function Side({ letter, traceId, trace, isFailed, other, onPick, onSwap }: SideProps) {
  const [isPicking, setPicking] = useState(false);
  const summary = trace && summarize(trace.model);
  return (
    <section className={styles.side} aria-label={`Trace ${letter}`}>
      <span className={styles.letter} aria-hidden="true">
        {letter}
      </span>
      <div className={styles.text}>
        <div className={styles.name}>
          {summary && traceId !== undefined ? (
            <Link href={traceHref(traceId)} className={styles.link}>
              <RootName summary={summary} className={styles.operation} />
            </Link>
          ) : (
            <span className="muted">
              {traceId === undefined ? 'No trace chosen' : isFailed ? 'Not loaded' : 'Loading'}
            </span>
          )}
        </div>
        <div className={styles.facts}>
          {summary && (
            <>
              <strong>
                <Duration nanos={summary.durationNano} />
              </strong>
              <span>{spansText(summary.spans)}</span>
              {summary.errors > 0 && <span className={styles.errors}>{count(summary.errors)} failed</span>}
              <span>
                <Time unixNano={summary.startUnixNano} />
              </span>
            </>
          )}
          {traceId !== undefined && (
            <span className="mono">{shortTraceId(traceId, config().traceIdDisplayLength)}</span>
          )}
        </div>
      </div>
      {traceId !== undefined && <CopyButton text={traceId} label={`Copy the id of trace ${letter}`} />}
      {onSwap && <IconButton icon="swap" label="Swap the two traces" onClick={onSwap} />}
      {traceId !== undefined && (
        <IconButton icon="edit" label={`Choose another trace ${letter}`} onClick={() => setPicking(true)} />
      )}
      <Dialog title={`Choose trace ${letter}`} open={isPicking} onClose={() => setPicking(false)} wide>
        {isPicking && (
          <Picker
            other={other}
            taken={[traceId]}
            onPick={(id) => {
              setPicking(false);
              onPick(id);
            }}
          />
        )}
      </Dialog>
    </section>
  );
}
