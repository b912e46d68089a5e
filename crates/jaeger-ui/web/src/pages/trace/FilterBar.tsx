import { config } from '../../app/config';
import { clip, count } from '../../model/format';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import type { Pill } from '../../url/trace';
import { DisplayOptions } from './DisplayOptions';
import { FindBox } from './FindBox';
import { ServiceFilter } from './ServiceFilter';
import styles from './Toolbar.module.css';
import type { Work } from './work';

const PILL_WORDS: Record<Pill, { label: string; title: string }> = {
  errors: { label: 'Errors', title: 'Failed spans' },
  critical: { label: 'Critical path', title: 'Spans that decide when the trace ends' },
  slow: { label: 'Slow', title: 'Spans slower than 95 % of the spans of this trace' },
};

/** What is shown of the trace: what is looked for, what is filtered, how rows are made. */
export function FilterBar({ work }: { work: Work }) {
  const { state, set, matches, model } = work;
  const toggle = (pill: Pill) => {
    const isOn = state.pills.includes(pill);
    set({ pills: isOn ? state.pills.filter((other) => other !== pill) : [...state.pills, pill] });
  };
  // The find box has a count of its own.
  const others = [matches.services, matches.shown, matches.condition.test];
  const isFiltered = matches.rows !== null && (state.pills.length > 0 || others.some((other) => other !== undefined));
  return (
    <div role="toolbar" aria-label="Filters" className={styles.filters}>
      <FindBox work={work} />
      {pills().map((pill) => (
        <Button
          key={pill}
          kind="quiet"
          className={styles.pill}
          aria-pressed={state.pills.includes(pill)}
          title={PILL_WORDS[pill].title}
          onClick={() => toggle(pill)}
        >
          {PILL_WORDS[pill].label}
        </Button>
      ))}
      <ServiceFilter work={work} />
      {isFiltered && (
        <span className={styles.kept}>
          <span role="status" title={`${count(matches.rows?.length ?? 0)} of ${count(model.columns.count)} spans`}>
            {count(matches.rows?.length ?? 0)} kept
          </span>
          <IconButton icon="close" label="Clear all filters" onClick={() => clearFilters(work)} />
        </span>
      )}
      {state.root !== undefined && work.root >= 0 && (
        <Button
          kind="quiet"
          icon="close"
          className={styles.pill}
          title="Back to the whole trace"
          onClick={() => set({ root: undefined, zoom: undefined })}
        >
          From {clip(model.columns.names[model.columns.name[work.root]], 24)}
        </Button>
      )}
      <DisplayOptions work={work} />
    </div>
  );
}

/** The path may be turned off by the configuration. */
function pills(): Pill[] {
  const all = Object.keys(PILL_WORDS) as Pill[];
  return config().criticalPathEnabled ? all : all.filter((pill) => pill !== 'critical');
}

export function clearFilters({ set }: Work): void {
  set({ uiFind: undefined, pills: [], services: undefined, svcFilter: undefined, filter: undefined });
}
