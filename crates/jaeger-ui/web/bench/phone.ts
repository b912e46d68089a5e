// The trace page in the window of a phone: how soon it can be used, and whether it answers meanwhile.

import { withPage } from './browser';
import type { Figures } from './browser';
import { open, timed } from './trace';

const PHONE = { width: 390, height: 844 };

export function measurePhone(base: string, traceId: string): Promise<Figures> {
  return withPage(async (page) => {
    await page.setViewportSize(PHONE);
    const figures = await open(page, `${base}/trace/${traceId}`);
    figures.nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    const row = page.locator('[role=treegrid] [role=row][aria-level]').nth(3);
    figures.openSpanMs = await timed(page, () => row.click(), `document.querySelector('section[aria-label=Span]') !== null`);
    return figures;
  });
}
