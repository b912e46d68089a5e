import { useCallback, useMemo, useRef } from 'react';

import type { TraceSource } from '../../api/source';
import { useTerms } from '../../app/config';
import { useKeys } from '../../app/keys';
import type { SetState } from '../../app/urlState';
import { summarizeDiff } from '../../model/compareSummary';
import { diffPaths } from '../../model/diff';
import { Segmented } from '../../ui/Segmented';
import { Switch } from '../../ui/Switch';
import { TextField } from '../../ui/TextField';
import { Tabs, TabPanel } from '../../ui/Tabs';
import type { CompareState } from '../../url/compare';
import { Answer } from './Answer';
import { Attributes } from './Attributes';
import styles from './Comparison.module.css';
import { Durations } from './Durations';
import { Split } from './Split';
import { Structure } from './Structure';
import { StructureGraph } from './StructureGraph';
import { stepKey } from './stepKey';

export interface ComparisonProps {
  a: TraceSource;
  b: TraceSource;
  state: CompareState;
  set: SetState<CompareState>;
}

/** What every mode is given. */
export interface ModeProps extends ComparisonProps {
  /** The row that is looked at. */
  current?: string;
  onCurrent(key: string): void;
  /** Tells which rows differ, in the order shown, so that a key can go from one to the next. */
  onDifferences(keys: readonly string[]): void;
}

/** The last is called as the configuration has it. */
const MODES: { id: string; label?: string }[] = [
  { id: 'time', label: 'Durations' },
  { id: 'structure', label: 'Structure' },
  { id: 'split', label: 'Side by side' },
  { id: 'attrs' },
];

export function Comparison({ a, b, state, set }: ComparisonProps) {
  const terms = useTerms();
  const nodes = useMemo(() => diffPaths(a.model, b.model), [a, b]);
  const summary = useMemo(() => summarizeDiff(a.model, b.model, nodes), [a, b, nodes]);
  const differences = useRef<readonly string[]>([]);
  const onDifferences = useCallback((keys: readonly string[]) => {
    differences.current = keys;
  }, []);
  const onCurrent = useCallback((sel: string) => set((now) => (now.sel === sel ? {} : { sel })), [set]);

  const step = (by: 1 | -1) => {
    const next = stepKey(differences.current, state.sel, by);
    if (next !== undefined) set({ sel: next });
  };
  useKeys('Differences', [
    { key: 'n', label: 'Next difference', run: () => step(1) },
    { key: 'N', label: 'Difference before', run: () => step(-1) },
  ]);

  const mode = { a, b, state, set, current: state.sel, onCurrent, onDifferences };
  return (
    <>
      <Answer summary={summary} a={a.model} b={b.model} nodes={nodes} />
      <div className={styles.bar}>
        <Tabs
          label="Ways of comparing"
          value={state.mode}
          tabs={MODES.map(({ id, label = terms.attributes }) => ({ id, label }))}
          onChange={(id) => set({ mode: id as CompareState['mode'], sel: undefined }, { push: true })}
        />
        <div className={styles.tools}>
          {state.mode === 'split' && (
            <Segmented
              label="Scale of time"
              value={state.scale}
              options={[
                { value: 'shared', label: 'One scale' },
                { value: 'own', label: 'Each its own' },
              ]}
              onChange={(scale) => set({ scale: scale as CompareState['scale'] }, { push: true })}
            />
          )}
          {state.mode === 'structure' && (
            <Segmented
              label="Structure as"
              value={state.view}
              options={[
                { value: 'list', label: 'List' },
                { value: 'graph', label: 'Graph' },
              ]}
              onChange={(view) => set({ view: view as CompareState['view'] }, { push: true })}
            />
          )}
          {(state.mode === 'structure' || state.mode === 'time') && (
            <Switch
              label="Differences only"
              checked={state.only}
              onChange={(only) => set({ only, sel: undefined }, { push: true })}
            />
          )}
          <div className={styles.find}>
            <TextField
              label="Find in the comparison"
              hideLabel
              type="search"
              placeholder="Find"
              value={state.uiFind ?? ''}
              onChange={(text) => set({ uiFind: text === '' ? undefined : text })}
            />
          </div>
        </div>
      </div>
      <div className={styles.body}>
        <TabPanel id="time" active={state.mode === 'time'}>
          <Durations {...mode} nodes={nodes} />
        </TabPanel>
        <TabPanel id="structure" active={state.mode === 'structure'}>
          {state.view === 'graph' ? <StructureGraph {...mode} nodes={nodes} /> : <Structure {...mode} nodes={nodes} />}
        </TabPanel>
        <TabPanel id="split" active={state.mode === 'split'}>
          <Split {...mode} />
        </TabPanel>
        <TabPanel id="attrs" active={state.mode === 'attrs'}>
          <Attributes {...mode} />
        </TabPanel>
      </div>
    </>
  );
}
