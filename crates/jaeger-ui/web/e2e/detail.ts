// The open span of a trace, as somebody reads it.

import type { Locator, Page } from '@playwright/test';

import { spanRows } from './test';
import type { Shown } from './data/expected';

export const detail = (page: Page) => page.getByRole('region', { name: 'Span', exact: true });

export function rowOf(page: Page, { service, name }: { service: string; name: string }): Locator {
  return spanRows(page).and(page.locator(`[aria-label^=${JSON.stringify(`${service} ${name}, `)}]`));
}

/** One of the tabs, opened. */
export async function part(page: Page, name: 'Attributes' | 'Resource' | 'Events' | 'Links'): Promise<Locator> {
  await detail(page).getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  return detail(page).getByRole('tabpanel');
}

export async function attributesIn(list: Locator): Promise<Record<string, Shown>> {
  return list.locator('dl > div').evaluateAll((rows) =>
    Object.fromEntries(
      rows.map((row) => {
        const members = [...row.querySelectorAll('dd:first-of-type li')];
        const texts = members.map((member) => member.lastElementChild?.textContent ?? '');
        return [row.querySelector('dt')?.textContent ?? '', texts.length > 0 ? texts : (row.querySelector('dd')?.textContent ?? '')];
      }),
    ),
  );
}

/** Each span with those above it, `!` after what failed, as `structureOf` has it. */
export async function shownStructure(page: Page): Promise<string[]> {
  const rows = await shownRows(page);
  const above: string[] = [];
  const paths = rows.map(({ level, label }) => {
    const [named, ...facts] = label.split(', ');
    above.length = level - 1;
    above.push(facts.includes('failed') ? `${named} !` : named);
    return above.join(' > ');
  });
  return paths.sort();
}

export async function shownRows(page: Page): Promise<{ level: number; label: string }[]> {
  return spanRows(page).evaluateAll((rows) =>
    rows.map((row) => ({ level: Number(row.getAttribute('aria-level')), label: row.getAttribute('aria-label') ?? '' })),
  );
}
