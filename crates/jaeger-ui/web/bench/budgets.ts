// What each figure may be, and the table of both.

import type { Figures } from './browser';

type Budgets = Record<string, Record<string, number>>;

/** A frame at 60 Hz is 16.7 ms; clocks of frames are not finer than this. */
const FRAME = 17;

const PAGE = { nodes: 3_000 };

/** At most so much; names that begin with `rows` are at least so many. */
export const BUDGETS: Budgets = {
  bytes: { jsKB: 190, cssKB: 25, fontsKB: 90 },
  'search 20': { interactiveMs: 500, rowsInSight: 20, ...PAGE },
  'search 200': { interactiveMs: 500, rowsInSight: 20, ...PAGE },
  'table 1500': { tableMs: 150 },
  'dependencies 300': { firstMs: 1_500 },
  'dependencies 5000': { firstMs: 1_000, ...PAGE },
  'trace 1000': { rowsInSight: 24, interactionP95Ms: 200, ...PAGE },
  'trace 10000': {
    headerMs: 300, interactiveMs: 500, collapseAllWorkMs: 16, expandAllWorkMs: 16, scrollP95Ms: FRAME, zoomP95Ms: FRAME, openSpanMs: 50,
    findMs: 50, heapMB: 30, wireMB: 0.3, rowsInSight: 24, interactionP95Ms: 200, ...PAGE,
  },
  'trace 100000': {
    headerMs: 700, interactiveMs: 1_500, longestTaskMs: 200, collapseAllMs: 50, expandAllMs: 50, scrollP95Ms: FRAME, zoomP95Ms: FRAME,
    openSpanMs: 50, findMs: 150, heapMB: 120, rendererMB: 250, wireMB: 2.5, rowsInSight: 24, interactionP95Ms: 200, ...PAGE,
  },
  'trace 1000000': {
    headerMs: 3_000, interactiveMs: 6_000, collapseAllMs: 300, expandAllMs: 300, scrollP95Ms: 25, zoomP95Ms: 33.4, findMs: 1_000,
    heapMB: 600, wireMB: 25, interactionP95Ms: 200, ...PAGE,
  },
  'phone 1000000': { headerMs: 3_000, interactiveMs: 6_000, ...PAGE },
  'fallback 10000': { interactiveMs: 900 },
  'fallback 100000': { interactiveMs: 4_000 },
  'Flame 10000': { firstMs: 150 },
  'Flame 100000': { firstMs: 400 },
  'Flame 1000000': { firstMs: 3_000 },
  'Statistics 10000': { groupMs: 50 },
  'Statistics 100000': { groupMs: 250 },
  'Statistics 1000000': { groupMs: 2_000 },
};

/** Markdown, with a mark at each figure that is over its budget. */
export function table(measured: Record<string, Figures>): { text: string; over: number } {
  const lines = ['| What | Measure | Figure | Budget | |', '|---|---|---:|---:|---|'];
  let over = 0;
  for (const [what, figures] of Object.entries(measured)) {
    for (const [name, figure] of Object.entries(figures)) {
      const budget = BUDGETS[what]?.[name];
      const kept = budget === undefined || (name.startsWith('rows') ? figure >= budget : figure <= budget);
      if (!kept) over += 1;
      lines.push(`| ${what} | ${name} | ${short(figure)} | ${budget ?? ''} | ${kept ? '' : 'over'} |`);
    }
  }
  return { text: lines.join('\n'), over };
}

function short(figure: number): string {
  return figure >= 100 ? String(Math.round(figure)) : String(Math.round(figure * 10) / 10);
}
