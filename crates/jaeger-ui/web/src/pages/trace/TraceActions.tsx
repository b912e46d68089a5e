import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { archiveTrace } from '../../api/archive';
import { href } from '../../api/client';
import { capabilities, config } from '../../app/config';
import { lazyPage } from '../../app/lazyPage';
import { useEmbed } from '../../app/urlState';
import { compileLinks } from '../../model/links';
import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import type { MenuItem } from '../../ui/Menu';
import { toast } from '../../ui/toast';
import { compareHref } from '../../url/compare';
import { searchHref } from '../../url/search';
import { traceHref } from '../../url/trace';
import { copyLink } from './copyLink';
import { factsOf, rootOf } from './facts';
import styles from './Header.module.css';
import { snapshotRequest } from './snapshot/request';
import type { SnapshotRequest } from './snapshot/request';
import type { SnapshotDialogProps } from './snapshot/SnapshotDialog';
import type { Work } from './work';

const SnapshotDialog = lazyPage<SnapshotDialogProps>(() => import('./snapshot/SnapshotDialog'), null);

/** What can be done with the trace as a whole; `compact` has everything in the menu. */
export function TraceActions({ work, compact = false }: { work: Work; compact?: boolean }) {
  const { trace, model, state, set } = work;
  const { traceId } = model.columns;
  const { embedded } = useEmbed();
  const archive = useMutation({
    mutationFn: () => archiveTrace(traceId),
    onSuccess: () => toast('The trace is archived'),
    onError: (error) => toast(`Not archived: ${error.message}`),
  });
  const canArchive = config().archiveEnabled && capabilities().archiveStorage && !trace.isUpload;
  const outside = useMemo(() => traceLinks(work), [work.model]);
  // It stays when it is closed, so that the focus finds its way back.
  const [snapshot, setSnapshot] = useState<{ request: SnapshotRequest; open: boolean }>();
  const items: (MenuItem | 'line')[] = [{ id: 'compare', label: 'Compare with another trace', href: compareHref(traceId) }];
  if (!trace.isUpload) items.push({ id: 'alike', label: 'Traces that begin alike', href: alikeHref(work) });
  items.push('line', {
    id: 'html',
    label: 'Save as HTML',
    onSelect: () => setSnapshot({ request: snapshotRequest(work), open: true }),
  });
  if (!trace.isUpload) {
    items.push(...(config().disableJsonView ? [] : documents(traceId)), {
      id: 'raw',
      label: 'Times as they were sent',
      checked: state.raw,
      onSelect: () => set({ raw: !state.raw }, { push: true }),
    });
  }
  if (compact) {
    items.unshift({ id: 'link', label: 'Copy link', onSelect: () => void copyLink(state) });
    if (canArchive) items.push({ id: 'archive', label: 'Archive', onSelect: () => archive.mutate() });
  }
  if (embedded) items.unshift({ id: 'alone', label: 'Open in a window of its own', href: absolute(traceHref(traceId, state)) });
  if (outside.length > 0) items.push('line', ...outside);
  return (
    <div className={styles.actions}>
      {canArchive && !compact && (
        <Button kind="quiet" icon="archive" disabled={archive.isPending} onClick={() => archive.mutate()}>
          Archive
        </Button>
      )}
      {!compact && (
        <Button kind="quiet" icon="link" title="Copy a link to exactly this (y)" onClick={() => void copyLink(state)}>
          Copy link
        </Button>
      )}
      <Menu label="More" icon="more" iconOnly items={items} />
      {snapshot && <SnapshotDialog {...snapshot} onClose={() => setSnapshot({ ...snapshot, open: false })} />}
    </div>
  );
}

function documents(traceId: string): MenuItem[] {
  return [
    { id: 'json', label: 'JSON of this trace', href: absolute(`api/traces/${traceId}?prettyPrint=true`) },
    { id: 'raw-json', label: 'JSON as it was stored', href: absolute(`api/traces/${traceId}?raw=true&prettyPrint=true`) },
  ];
}

function absolute(path: string): string {
  return new URL(href(path), window.location.href).href;
}

function alikeHref(work: Work): string {
  const { service, name } = rootOf(work.model);
  return searchHref({ service, operation: name });
}

/** Links of the operator's patterns for whole traces. */
function traceLinks(work: Work): MenuItem[] {
  const links = compileLinks(config().linkPatterns).of('traces', { trace: factsOf(work.model) });
  return links.map((link, index) => ({ id: `link ${index}`, label: link.text, href: link.href }));
}
