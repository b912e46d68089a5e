import { config } from '../../app/config';
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
  onErrorsInCommon?(): void;
}

export type PlotMode = 'heat' | 'dots' | 'none';

/** How results are shown, and what is done with all of them. */
export function Toolbar(props: ToolbarProps) {
  const { state, plot, downloading, hasResults, onPlot, onView, onLive, onDownload, onErrorsInCommon } = props;
  return (
    <div className={styles.tools}>
      {onErrorsInCommon && (
        <Button
          kind="quiet"
          icon="spark"
          className={styles.wide}
          title="Attributes, services and span names that set the failed traces apart"
          onClick={onErrorsInCommon}
        >
          What do the failed share?
        </Button>
      )}
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
