// Every page in both themes and two windows: nothing grows out of it, no rule of WCAG 2.2 AA or of good practice is
// broken, and it looks as its picture in the repository. A missing picture is written.

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Page, TestInfo } from '@playwright/test';

import { EMPTY_PLACES, FAILED_PLACES, PLACES, stage } from './places';
import { expect, expectNoOverflow, results, settled, test, violations } from './test';

const WINDOWS = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
const MOST_BYTES = 200_000;

for (const theme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(WINDOWS)) {
    test.describe(`${theme}, ${size}`, () => {
      test.use({ viewport });
      test.beforeEach(({ page, world }) => stage(page, theme, world));

      for (const place of PLACES) {
        if (place.desk && size !== 'desk') continue;
        test(place.name, async ({ page, world }, info) => {
          await page.goto(world.fixed.url + place.path(world.fixed));
          await place.ready(page, world.fixed);
          await expectGood(page, info, `${place.name}-${theme}-${size}`);
        });
      }

      for (const { name, path } of EMPTY_PLACES) {
        test(`${name}, empty`, async ({ page, world }, info) => {
          await page.goto(world.empty.url + path);
          await settled(page);
          await expectGood(page, info, `empty-${name}-${theme}-${size}`);
        });
      }

      for (const { name, path } of FAILED_PLACES) {
        test(`${name}, failed`, async ({ page, world }) => {
          await page.route('**/api/**', (route) => route.fulfill({ status: 500, body: 'storage: connection refused' }));
          await page.goto(world.fixed.url + path);
          await settled(page);
          await expectNoOverflow(page);
          expect(await violations(page)).toEqual([]);
        });
      }
    });
  }

  test(`${theme}, dialogs and menus`, async ({ page, world }) => {
    await stage(page, theme, world);
    await page.goto(world.fixed.url + PLACES[0].path(world.fixed));
    await expect(results(page)).toBeVisible();
    for (const key of ['?', 'Control+k']) {
      await page.locator('main').focus();
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: 'Theme' }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

async function expectGood(page: Page, info: TestInfo, name: string): Promise<void> {
  await expectNoOverflow(page);
  await compare(page, info, name);
  expect(await violations(page)).toEqual([]);
}

async function compare(page: Page, info: TestInfo, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  const path = info.snapshotPath(`${name}.png`);
  if (existsSync(path)) {
    await expect.soft(page).toHaveScreenshot(`${name}.png`, { maxDiffPixelRatio: 0.01, animations: 'disabled', caret: 'hide' });
  } else {
    mkdirSync(dirname(path), { recursive: true });
    // What still moves would be in the picture.
    await page.waitForTimeout(500);
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    info.annotations.push({ type: 'written', description: path });
  }
  expect.soft(statSync(path).size, `${name} is a large file`).toBeLessThan(MOST_BYTES);
}
