// Parameters of a page that is shown within another one, in a frame.

import { readFlag, readWord } from './codec';

export interface EmbedState {
  /** `uiEmbed=v0`: without the top bar. */
  embedded: boolean;
  theme?: 'light' | 'dark';
  /** Search: without the plot over the results. */
  hideGraph: boolean;
  /** Trace: without the facts under the title, without the overview, without the summary. */
  collapseTitle: boolean;
  hideMinimap: boolean;
  hideSummary: boolean;
}

export function readEmbed(params: URLSearchParams): EmbedState {
  const embedded = params.get('uiEmbed') === 'v0';
  const flag = (name: string) => embedded && readFlag(params, name);
  return {
    embedded,
    theme: readWord(params, 'uiTheme', ['light', 'dark']),
    hideGraph: flag('uiSearchHideGraph'),
    collapseTitle: flag('uiTimelineCollapseTitle'),
    hideMinimap: flag('uiTimelineHideMinimap'),
    hideSummary: flag('uiTimelineHideSummary'),
  };
}
