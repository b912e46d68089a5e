import { TEXTBOOK } from './data/textbook';
import { expect, resultRows, test } from './test';

test('what five failures of a hundred have in common stands on top', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=${TEXTBOOK.service}&limit=200`);
  await page.getByRole('button', { name: 'What do the failed share?' }).click();
  const findings = page.getByRole('complementary', { name: /in common/i }).getByRole('listitem');
  await expect(findings.first()).toContainText(TEXTBOOK.key);
  await expect(findings.first()).toContainText(TEXTBOOK.value);
  await expect(findings.first()).toContainText(`${TEXTBOOK.failed} of ${TEXTBOOK.failed}`);
  await expect(findings.first()).toContainText(`0 of ${TEXTBOOK.traces - TEXTBOOK.failed}`);
  await findings.first().getByRole('button').first().click();
  await expect(page).toHaveURL(new RegExp(TEXTBOOK.value));
  await expect(resultRows(page)).toHaveCount(TEXTBOOK.failed);
});

test('ticked traces are compared with the others', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=${TEXTBOOK.service}&limit=200&sort=errors_desc`);
  await expect(resultRows(page).first()).toBeVisible();
  for (let row = 0; row < TEXTBOOK.failed; row++) await resultRows(page).nth(row).getByRole('checkbox').check({ force: true });
  await page.getByRole('group', { name: 'Ticked traces' }).getByRole('button', { name: /in common/ }).click();
  await expect(page.getByRole('complementary', { name: /in common/i }).getByRole('listitem').first()).toContainText(TEXTBOOK.value);
});
