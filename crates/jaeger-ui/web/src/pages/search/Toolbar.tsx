import type { Overview } from '../../api/overview';
import { config } from '../../app/config';
import { count, duration } from '../../model/format';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { Menu } from '../../ui/Menu';
import { Segmented } from '../../ui/Segmented';
import type { SearchState } from '../../url/search';
import styles from './Toolbar.module.css';
import { Upload } from './Upload';

export interface ToolbarProps {
  state: SearchState;
  plot: PlotMode;
  downloading?: string;
  hasResults: boolean;
  onPlot(mode: PlotMode): void;
  onView(view: string): void;
  onLive(): void;
  onDownload(): void;
  /** Of all traces, where the server tells. */
  overview?: Overview;
  onAskFailed(): void;
  onAskSlow(p95: number): void;
}

export type PlotMode = 'heat' | 'dots' | 'none';

/** How results are shown, and what is done with all of them. */
export function Toolbar(props: ToolbarProps) {
  const { state, plot, downloading, hasResults, onPlot, onView, onLive, onDownload } = props;
  return (
    <div className={styles.tools}>
      <Shared {...props} />
      <Button kind="quiet" icon="live" className={styles.low} aria-pressed={state.live} onClick={onLive}>
        Live
      </Button>
      <Menu
        label="Plot"
        icon="metrics"
        iconOnly
        items={[
          { id: 'heat', label: 'Heat map of all traces', checked: plot === 'heat', onSelect: () => onPlot('heat') },
          { id: 'dots', label: 'Each trace of the list', checked: plot === 'dots', onSelect: () => onPlot('dots') },
          { id: 'none', label: 'No plot', checked: plot === 'none', onSelect: () => onPlot('none') },
        ]}
      />
      <IconButton
        icon="download"
        label={downloading ?? 'Download the traces of the list'}
        disabled={!hasResults || downloading !== undefined}
        onClick={onDownload}
      />
      {!config().disableFileUploadControl && <Upload />}
      <div className={styles.views}>
        <Segmented
          label="Show as"
          value={state.ddg ? 'ddg' : state.view}
          onChange={onView}
          options={[
            { value: 'table', label: 'Table' },
            { value: 'cards', label: 'Cards' },
            { value: 'ddg', label: 'Graph' },
          ]}
        />
      </div>
    </div>
  );
}

/** A twentieth of fewer traces is one, which shares everything with itself. */
const FEWEST = 40;

/** What sets the failed traces apart from the others, or the slow ones. */
function Shared({ overview, onAskFailed, onAskSlow }: ToolbarProps) {
  if (!overview) return null;
  const { traces, failed, p50, p95 } = overview;
  const hasBoth = failed > 0 && failed < traces;
  const hasSlow = traces >= FEWEST && p95 > p50;
  if (!hasBoth && !hasSlow) return null;
  const ofFailed = { id: 'failed', label: 'The failed traces', hint: count(failed), onSelect: onAskFailed };
  const ofSlow = { id: 'slow', label: 'The slowest', hint: `≥ ${duration(p95)}`, onSelect: () => onAskSlow(p95) };
  return (
    <span className={styles.wide}>
      <Menu
        label="What do they share?"
        icon="spark"
        title="Attributes, services and span names that set some of these traces apart"
        items={[...(hasBoth ? [ofFailed] : []), ...(hasSlow ? [ofSlow] : [])]}
      />
    </span>
  );
}
