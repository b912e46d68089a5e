import { test, settled, expect, resultRows } from './test';
import { stage } from './places';
import { configure } from './configured';
const MENU = { menu: [{ label: 'Runbook', url: 'https://r.example/' }, { label: 'More', items: [{ label: 'Status', url: 'https://s.example/' }] }] };
for (const theme of ['light', 'dark'] as const) for (const [w, h] of [[1280, 800], [390, 844], [800, 800]]) {
  test(`look ${theme} ${w}`, async ({ page, world, watch }) => {
    watch.expect(/.*/);
    await page.setViewportSize({ width: w, height: h });
    await stage(page, theme, world);
    await configure(page, { config: MENU });
    const shot = (n: string) => page.screenshot({ path: `/tmp/shell-shots/${n}-${theme}-${w}.png` });
    await page.goto(`${world.fixed.url}/dependencies`); await settled(page);
    if (theme === 'dark' && w === 800) return;
    await page.getByRole('button', { name: 'Help and keys' }).click(); await page.waitForTimeout(500); await shot('help');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k'); await page.waitForTimeout(500); await shot('palette');
    await page.keyboard.press('Escape');
    await page.getByRole('banner').getByTitle('Time zone').click(); await page.getByRole('menuitem', { name: 'Another' }).click(); await page.waitForTimeout(300); await shot('zone');
    await page.goto(`${world.fixed.url}/nowhere`); await settled(page); await shot('nowhere');
    await page.route('**/api/**', (r) => r.fulfill({ status: 500, body: 'storage: connection refused' }));
    await page.goto(`${world.fixed.url}/trace/0000000000000000000000000000abcd`); await settled(page); await shot('failed');
    await page.unroute('**/api/**');
    await page.route('**/api/**', () => undefined);
    await page.goto(`${world.fixed.url}/search?service=storefront`); await page.waitForTimeout(9500); await shot('late');
  });
}
