import { TEXTBOOK } from './data/textbook';
import { expect, resultRows, test } from './test';

test('what five failures of a hundred have in common stands on top', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=${TEXTBOOK.service}&limit=200`);
  await page.getByRole('button', { name: 'What do they share?' }).click();
  await page.getByRole('menuitem', { name: /The failed/ }).click();
  const findings = page.getByRole('complementary', { name: /in common/i }).getByRole('listitem');
  await expect(findings.first()).toContainText(TEXTBOOK.key);
  await expect(findings.first()).toContainText(TEXTBOOK.value);
  await expect(findings.first()).toContainText(`${TEXTBOOK.failed} of ${TEXTBOOK.failed}`);
  await expect(findings.first()).toContainText(`0 of ${TEXTBOOK.traces - TEXTBOOK.failed}`);
  await findings.first().getByRole('button').first().click();
  await expect(page).toHaveURL(new RegExp(TEXTBOOK.value));
  await expect(resultRows(page)).toHaveCount(TEXTBOOK.failed);
});

test('what sets the slowest apart is asked in two presses', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await page.getByRole('button', { name: 'What do they share?' }).click();
  const asked = page.waitForRequest(/in-common/);
  await page.getByRole('menuitem', { name: /The slowest/ }).click();
  expect(Number((await asked).postDataJSON().selection.durationMin)).toBeGreaterThan(0);
  const drawer = page.getByRole('complementary', { name: /in common/i });
  await expect(drawer).toContainText(/these 1\d/);
  await expect(drawer).toContainText(/the other 2\d\d/);
});

test('a marked part of the plot is compared with what lies outside', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await expect(resultRows(page).first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.getByRole('group', { name: /Plot of start and duration/ }).focus();
  await page.keyboard.press('ArrowRight');
  const asked = page.waitForRequest(/in-common/);
  await page.getByRole('status').getByRole('button', { name: 'What do these have in common?' }).click();
  const { selection } = (await asked).postDataJSON();
  expect(Object.keys(selection)).toEqual(expect.arrayContaining(['startMin', 'startMax', 'durationMin', 'durationMax']));
  await expect(page.getByRole('complementary', { name: /in common/i })).toContainText(/these \d+/);
});

test('ticked traces are compared with the others', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=${TEXTBOOK.service}&limit=200&sort=errors_desc`);
  await expect(resultRows(page).first()).toBeVisible();
  for (let row = 0; row < TEXTBOOK.failed; row++) await resultRows(page).nth(row).getByRole('checkbox').check({ force: true });
  await page.getByRole('group', { name: 'Ticked traces' }).getByRole('button', { name: /in common/ }).click();
  await expect(page.getByRole('complementary', { name: /in common/i }).getByRole('listitem').first()).toContainText(TEXTBOOK.value);
});
