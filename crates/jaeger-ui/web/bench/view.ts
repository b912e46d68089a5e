// Further views of a trace, each in a browser of its own.

import type { Page } from '@playwright/test';

import { withPage } from './browser';
import type { Figures } from './browser';
import { open, repeated, settle, timed } from './trace';

/** True once the view has drawn something. */
const DRAWN = {
  Flame: `(() => {
    const canvas = document.querySelector('section[aria-label=Flame] canvas');
    if (!canvas || canvas.width === 0) return false;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, Math.min(60, canvas.height));
    return data.some((value) => value !== data[0] && value !== 0 && value !== 255);
  })()`,
  Statistics: `document.querySelector('[role=tabpanel] [role=grid] [data-row]') !== null`,
};

export function measureView(base: string, traceId: string, view: keyof typeof DRAWN): Promise<Figures> {
  return withPage(async (page) => {
    await open(page, `${base}/trace/${traceId}`);
    const tab = page.getByRole('tab', { name: new RegExp(`^${view}`) });
    const firstMs = await timed(page, () => tab.click(), DRAWN[view]);
    if (view !== 'Statistics') return { firstMs };
    await settle(page);
    return { firstMs, ...(await repeated('group', (time) => groupBy(page, GROUPS[time]))) };
  });
}

/** By what the statistics are grouped, one after the other: fields of spans, and an attribute. */
const GROUPS = ['Kind', 'thread.name', 'Span name', 'Status', 'Service'];

/** From the key that chooses to the table that shows it. */
async function groupBy(page: Page, by: string): Promise<number> {
  const box = page.getByRole('combobox', { name: 'Group by' });
  await box.fill(by);
  await page.getByRole('option').first().waitFor();
  const ms = await timed(page, () => box.press('Enter'), `${DRAWN.Statistics} && ${HEAD} === ${JSON.stringify(by)}`);
  await settle(page);
  return ms;
}

const HEAD = `document.querySelector('[role=tabpanel] [role=columnheader]').textContent.split(' › ')[0]`;
