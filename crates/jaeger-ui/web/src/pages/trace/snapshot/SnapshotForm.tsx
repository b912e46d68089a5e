import { useEffect, useRef, useState } from 'react';

import { useTerms } from '../../../app/config';
import { useSettings } from '../../../app/settings';
import { count } from '../../../model/format';
import { Button } from '../../../ui/Button';
import { Checkbox } from '../../../ui/Checkbox';
import { Failure } from '../../../ui/Failure';
import { saveText } from '../../../ui/saveText';
import { toast } from '../../../ui/toast';
import tokens from '../../../ui/tokens.css?raw';
import type { SnapshotRequest } from './request';
import styles from './SnapshotForm.module.css';
import { writeSnapshot } from './write';

/** Long enough that the browser paints before. */
const PAINT_MS = 30;

/** What goes away with the form is not saved. */
export function SnapshotForm({ request, onDone }: { request: SnapshotRequest; onDone(): void }) {
  const { trace, lines, rows, findings, ...facts } = request;
  const words = useTerms();
  const zone = useSettings((settings) => settings.zone);
  const [carries, setCarries] = useState(true);
  const [written, setWritten] = useState<number>();
  const [error, setError] = useState<unknown>();
  const job = useRef<AbortController>(undefined);
  useEffect(() => () => job.current?.abort(), []);

  async function save() {
    const { signal } = (job.current = new AbortController());
    setError(undefined);
    setWritten(0);
    try {
      await new Promise((resolve) => setTimeout(resolve, PAINT_MS));
      const savedAtUnixNano = BigInt(Date.now()) * 1_000_000n;
      const all = { ...facts, model: trace.model, rows, findings: findings(), carries, words, zone, savedAtUnixNano, tokens };
      const parts = await writeSnapshot(trace, all, lines, { signal, onRows: setWritten });
      saveText(`trace-${trace.model.columns.traceId}.html`, 'text/html;charset=utf-8', parts);
      toast('Saved as HTML');
      onDone();
    } catch (reason) {
      if (signal.aborted) return;
      setWritten(undefined);
      setError(reason);
    }
  }

  const isSaving = written !== undefined;
  return (
    <div className={styles.form}>
      <p>
        One file that opens anywhere and runs nothing: the figures of the trace, its findings, and{' '}
        {rows > lines.length ? `the first ${count(lines.length)} of ${count(rows)} rows` : `${count(rows)} rows`} as they
        are folded and filtered now.
      </p>
      <Checkbox
        label={`With ${words.attributes.toLowerCase()}, ${words.events.toLowerCase()} and ${words.links.toLowerCase()} of each span`}
        checked={carries}
        disabled={isSaving}
        onChange={setCarries}
      />
      {error !== undefined && <Failure error={error} onRetry={() => void save()} />}
      {isSaving && (
        <label className={styles.progress}>
          <span role="status">
            {count(written)} of {count(lines.length)} rows
          </span>
          <progress max={lines.length} value={written} />
        </label>
      )}
      <div className={styles.buttons}>
        <Button onClick={onDone}>Cancel</Button>
        <Button kind="primary" icon="download" data-autofocus disabled={isSaving} onClick={() => void save()}>
          Save
        </Button>
      </div>
    </div>
  );
}
