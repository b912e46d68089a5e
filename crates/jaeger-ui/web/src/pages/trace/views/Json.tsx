import { useDeferredValue, useEffect, useMemo, useState } from 'react';

import { getText } from '../../../api/client';
import { bytes } from '../../../model/format';
import { nodeAt } from '../../../model/jsonTree';
import { Button } from '../../../ui/Button';
import { CopyButton } from '../../../ui/CopyButton';
import { Empty } from '../../../ui/Empty';
import { Failure } from '../../../ui/Failure';
import { IconButton } from '../../../ui/IconButton';
import { saveText } from '../../../ui/saveText';
import { Segmented } from '../../../ui/Segmented';
import { Skeleton } from '../../../ui/Skeleton';
import { jsonTree } from '../../../worker/json';
import type { OpenTrace, ViewProps } from '../view';
import { findAll, spanOffset } from './json/find';
import { FindBox } from './json/FindBox';
import { JsonView } from './json/JsonView';
import type { Openness } from './json/JsonView';
import { useLoaded } from './useLoaded';
import styles from './views.module.css';

type Format = 'otlp' | 'jaeger';

/** What a span takes in either format, more or less. */
const BYTES_PER_SPAN = 1200;
/** Above this size nothing is loaded before somebody asks for it. */
const LARGE = 30_000_000;
const MOST_COPIED = 20_000_000;
const USUAL: Openness = { rule: 'usual', toggled: new Set() };

export default function Json({ trace, state, set }: ViewProps) {
  const { traceId, count: spans } = trace.model.columns;
  const format: Format = state.jsonFormat ?? 'otlp';
  const [isWanted, setIsWanted] = useState(false);
  const [openness, setOpenness] = useState(USUAL);
  const text = state.eventText ?? '';
  const wanted = useDeferredValue(text);
  const [at, setAt] = useState(0);
  const guess = spans * BYTES_PER_SPAN;
  const shows = isWanted || guess <= LARGE;

  const loaded = useLoaded(
    async (signal) => {
      if (!shows) return undefined;
      const document = await documentOf(trace, format, state.raw, signal);
      return { document, tree: await jsonTree(document, signal) };
    },
    [trace, format, state.raw, shows],
  );
  const { document, tree } = loaded.data ?? { document: '', tree: undefined };
  useEffect(() => setOpenness(USUAL), [tree]);
  const found = useMemo(() => findAll(document, wanted), [document, wanted]);
  const shown = useMemo(() => {
    if (!tree) return undefined;
    const offset = found.length > 0 ? found[Math.min(at, found.length - 1)] : state.sel ? spanOffset(document, state.sel) : -1;
    return offset < 0 ? undefined : { node: nodeAt(tree, offset) };
  }, [tree, document, found, at, state.sel]);

  async function save() {
    const content = document !== '' ? document : await documentOf(trace, format, state.raw);
    saveText(`${traceId}${format === 'jaeger' ? '-jaeger' : ''}.json`, 'application/json', content);
  }
  const [saving, setSaving] = useState<{ error?: unknown; busy: boolean }>({ busy: false });
  function startSaving() {
    setSaving({ busy: true });
    save().then(
      () => setSaving({ busy: false }),
      (error: unknown) => setSaving({ busy: false, error }),
    );
  }

  return (
    <section aria-label="JSON" className={styles.view}>
      <div className={styles.bar}>
        {!trace.isUpload && (
          <>
            <Segmented
              label="Format"
              value={format}
              onChange={(value) => set({ jsonFormat: value === 'jaeger' ? value : undefined })}
              options={[
                { value: 'otlp', label: 'OTLP' },
                { value: 'jaeger', label: 'Jaeger' },
              ]}
            />
            <Segmented
              label="Times and attributes"
              value={state.raw ? 'raw' : 'adjusted'}
              onChange={(value) => set({ raw: value === 'raw' }, { push: true })}
              options={[
                { value: 'adjusted', label: 'Adjusted' },
                { value: 'raw', label: 'As stored' },
              ]}
            />
          </>
        )}
        {tree && (
          <FindBox
            text={text}
            onText={(next) => {
              set({ eventText: next || undefined });
              setAt(0);
            }}
            total={found.length}
            at={Math.min(at, Math.max(0, found.length - 1))}
            onMove={setAt}
          />
        )}
        {tree && <span className={styles.note}>{bytes(document.length)}</span>}
        <span className={`${styles.labelled} ${styles.push}`}>
          {tree && (
            <>
              <IconButton icon="expand-all" label="Expand all" onClick={() => setOpenness({ rule: 'all', toggled: new Set() })} />
              <IconButton icon="collapse-all" label="Collapse all" onClick={() => setOpenness({ rule: 'none', toggled: new Set() })} />
              {document.length <= MOST_COPIED && <CopyButton text={document} label="Copy the document" />}
            </>
          )}
          <Button kind="quiet" icon="download" disabled={saving.busy} onClick={startSaving}>
            {saving.busy ? 'Preparing' : 'Download'}
          </Button>
        </span>
      </div>
      {saving.error !== undefined && <Failure error={saving.error} onRetry={startSaving} />}
      {loaded.error !== undefined && <Failure error={loaded.error} onRetry={loaded.retry} />}
      {!shows && (
        <Empty title={`This document has about ${bytes(guess)}`} detail="A download is the better way to look at all of it. Showing it here takes some seconds and as much memory.">
          <Button kind="primary" icon="download" disabled={saving.busy} onClick={startSaving}>
            Download
          </Button>
          <Button onClick={() => setIsWanted(true)}>Show it here</Button>
        </Empty>
      )}
      {shows && loaded.loading && !tree && <Skeleton rows={12} height={24} />}
      {tree && (
        <JsonView
          key={`${format} ${state.raw}`}
          label="Document"
          document={document}
          tree={tree}
          openness={openness}
          onOpenness={setOpenness}
          shown={shown}
          found={wanted}
        />
      )}
    </section>
  );
}

function documentOf(trace: OpenTrace, format: Format, raw: boolean, signal?: AbortSignal): Promise<string> {
  if (format === 'otlp') return trace.document(raw, signal);
  const path = `api/traces/${encodeURIComponent(trace.model.columns.traceId)}`;
  return getText(raw ? `${path}?raw=true` : path, signal);
}
