import { useEffect, useState } from 'react';

import type { Selection } from '../../api/incommon';
import type { TraceSummary } from '../../api/summaries';
import { capabilities } from '../../app/config';
import { useSettings } from '../../app/settings';
import { count, duration, time } from '../../model/format';
import type { TraceSearch } from '../../model/query/toQuery';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { countIn } from './countIn';
import { countCells, selectionOf, snapped } from './heatCells';
import { Plot } from './Plot';
import styles from './PlotPane.module.css';
import { timeShare } from './region';
import type { Region } from './region';
import { usePlotScale } from './usePlot';
import type { Results } from './useResults';

export interface PlotPaneProps {
  results: Results;
  search: TraceSearch;
  mode: 'heat' | 'dots';
  hrefOf(trace: TraceSummary): string;
  onNarrow(region: Region): void;
  onInCommon(selection: Selection, words: string): void;
}

const NO_TRACES: readonly TraceSummary[] = [];

/** The plot, and what can be done with the part of it that is chosen. */
export function PlotPane({ results, search, mode, hrefOf, onNarrow, onInCommon }: PlotPaneProps) {
  const { traces, overview } = results;
  const zone = useSettings((state) => state.zone);
  const scale = usePlotScale(mode === 'dots' ? traces : NO_TRACES, overview, search);
  const [region, setRegion] = useState<Region>();
  useEffect(() => setRegion(undefined), [scale]);
  const map = mode === 'heat' ? overview : undefined;
  const inside = region && (map ? countCells(region, map) : countIn(region, traces));
  // Beside the part that is chosen, not over it.
  const isRight = region !== undefined && timeShare(scale, region.start) + timeShare(scale, region.end) > 1;
  const words =
    region &&
    `${time(region.start, zone).slice(0, 8)} – ${time(region.end, zone).slice(0, 8)}, ${duration(region.min)} – ${duration(region.max)}`;
  return (
    <div className={styles.pane}>
      <Plot
        mode={mode}
        traces={traces}
        overview={overview}
        scale={scale}
        region={region}
        hrefOf={hrefOf}
        onRegion={(drawn) => setRegion(drawn && map && map.rowBounds.length > 1 ? snapped(drawn, map, scale) : drawn)}
        onNarrow={() => region && onNarrow(region)}
      />
      <div role="status" className={`${styles.status} ${isRight ? styles.left : ''}`}>
        {region && inside && words && (
          <div className={styles.actions}>
            <span className={styles.words}>
              {words}: {count(inside.traces)} {inside.traces === 1 ? 'trace' : 'traces'}
              {map?.truncated && ' of the newest'}, {count(inside.failed)} failed
            </span>
            <Button kind="quiet" icon="zoom-in" className={styles.action} onClick={() => onNarrow(region)}>
              Narrow to these
            </Button>
            {capabilities().uiApi && (
              <Button kind="quiet" className={styles.action} onClick={() => onInCommon(selectionOf(region, scale), words)}>
                What do these have in common?
              </Button>
            )}
            <IconButton icon="close" label="Choose nothing" onClick={() => setRegion(undefined)} />
          </div>
        )}
      </div>
    </div>
  );
}
