// Further views of a trace, each in a browser of its own.

import { withPage } from './browser';
import type { Figures } from './browser';
import { open, timed } from './trace';

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
    return { firstMs: await timed(page, () => tab.click(), DRAWN[view]) };
  });
}
