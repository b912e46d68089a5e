import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';

import { clip, parseDuration } from '../../model/format';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Popover } from '../../ui/Popover';
import { Segmented } from '../../ui/Segmented';
import { Select } from '../../ui/Select';
import { Switch } from '../../ui/Switch';
import { TextField } from '../../ui/TextField';
import type { TraceState } from '../../url/trace';
import { collapseAll, expandAll, foldLevel } from './folding';
import { keepPanel } from './panel';
import { attributeOf } from './timeline/colorBy';
import styles from './Toolbar.module.css';
import type { Work } from './work';

const MOST_KEYS = 60;

/** How rows and bars are made. */
export function DisplayOptions({ work }: { work: Work }) {
  return (
    <Popover
      label="Display options"
      trigger={
        <span className={styles.menuText}>
          <Icon name="settings" />
          Display
          <Icon name="chevron-down" />
        </span>
      }
    >
      <Options work={work} />
    </Popover>
  );
}

function Options({ work }: { work: Work }) {
  const { state, set, model, rules } = work;
  return (
    <div className={styles.options}>
      <ConditionField work={work} />
      <Row label="Others are">
        <Segmented
          label="What filters do with other spans"
          value={state.filterMode}
          onChange={(mode) => set({ filterMode: mode as TraceState['filterMode'] })}
          options={[
            { value: 'dim', label: 'Dimmed' },
            { value: 'hide', label: 'Hidden' },
          ]}
        />
      </Row>
      <Switch label="Equal siblings in one row" checked={state.group} onChange={(group) => set({ group })} />
      <Switch label="Fold gaps in time" checked={state.gaps} onChange={(gaps) => set({ gaps })} />
      <Switch label="Bars beside the names" checked={state.bars} onChange={(bars) => set({ bars })} />
      <ColorSelect work={work} />
      <Row label="Levels">
        <Button kind="quiet" onClick={() => set(foldLevel(model, rules, -1))}>
          Fewer
        </Button>
        <Button kind="quiet" onClick={() => set(foldLevel(model, rules, 1))}>
          More
        </Button>
        <Button kind="quiet" onClick={() => set(collapseAll())}>
          None
        </Button>
        <Button kind="quiet" onClick={() => set(expandAll(model))}>
          All
        </Button>
      </Row>
      <CollapseBelow work={work} />
      <Row label="Detail">
        <Segmented
          label="Where the detail of a span is"
          value={state.panel ?? 'auto'}
          onChange={(panel) => {
            keepPanel(panel);
            set({ panel: panel === 'auto' ? undefined : (panel as TraceState['panel']) });
          }}
          options={[
            { value: 'auto', label: 'Auto' },
            { value: 'side', label: 'Side' },
            { value: 'inline', label: 'Below' },
            { value: 'off', label: 'Off' },
          ]}
        />
      </Row>
    </div>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.optionRow}>
      <span className={styles.optionLabel}>{label}</span>
      {children}
    </div>
  );
}

/** The same conditions as in a search, on the spans of this trace. */
function ConditionField({ work: { state, set, matches } }: { work: Work }) {
  const [text, setText] = useState(state.filter ?? '');
  const apply = () => set({ filter: text.trim() || undefined });
  return (
    <TextField
      label="Keep spans with"
      placeholder="duration > 100ms && status = error"
      hint="Enter applies it"
      value={text}
      onChange={setText}
      onEnter={apply}
      error={state.filter === text.trim() ? matches.condition.problem : undefined}
    />
  );
}

function ColorSelect({ work: { trace, key, state, set } }: { work: Work }) {
  const { data: keys } = useQuery({
    queryKey: ['trace-keys', key],
    queryFn: ({ signal }) => trace.keys(signal),
    structuralSharing: false,
  });
  const current = attributeOf(state.color);
  const names = (keys ?? []).slice(0, MOST_KEYS).map((entry) => entry.key);
  if (current !== undefined && !names.includes(current)) names.unshift(current);
  return (
    <Select
      label="Colours by"
      value={state.color ?? 'service'}
      onChange={(color) => set({ color: color === 'service' ? undefined : color })}
      options={[
        { value: 'service', label: 'Service' },
        { value: 'kind', label: 'Kind' },
        { value: 'status', label: 'Status' },
        ...names.map((name) => ({ value: `attr:${name}`, label: clip(name, 60) })),
      ]}
    />
  );
}

function CollapseBelow({ work: { state, set } }: { work: Work }) {
  const [text, setText] = useState(state.collapseBelow ?? '');
  const isWrong = text.trim() !== '' && parseDuration(text) === undefined;
  function change(next: string) {
    setText(next);
    const trimmed = next.trim();
    if (trimmed === '' || parseDuration(trimmed) !== undefined) set({ collapseBelow: trimmed || undefined });
  }
  return (
    <TextField
      label="Fold spans shorter than"
      placeholder="100ms"
      value={text}
      onChange={change}
      error={isWrong ? 'A duration such as 100ms or 1.2s' : undefined}
    />
  );
}
