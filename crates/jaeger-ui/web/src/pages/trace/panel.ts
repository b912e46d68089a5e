// Where the detail of a span is: as the address says, else as it was last chosen, else as it is configured.

import { config } from '../../app/config';
import { readStored, writeStored } from '../../app/storage';
import type { TraceState } from '../../url/trace';

/** Kept as Jaeger UI keeps it. */
const KEY = 'detailPanelMode';
const MODES = { sidepanel: 'side', inline: 'inline' } as const;

export function keepPanel(panel: string): void {
  if (panel === 'off') return;
  writeStored(KEY, panel === 'side' ? 'sidepanel' : panel === 'inline' ? 'inline' : undefined);
}

export function panelOf({ panel }: TraceState, isWide: boolean): 'side' | 'inline' | 'off' {
  if (panel !== undefined) return panel;
  const { enableSidePanel, defaultDetailPanelMode } = config().traceTimeline;
  if (!enableSidePanel) return 'inline';
  const stored = readStored(KEY);
  const mode = stored === 'sidepanel' || stored === 'inline' ? stored : defaultDetailPanelMode;
  return mode === undefined ? (isWide ? 'side' : 'inline') : MODES[mode];
}
