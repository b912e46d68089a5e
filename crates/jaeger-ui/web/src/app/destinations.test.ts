// @vitest-environment jsdom
import { expect, test } from 'vitest';

import { destinations } from './destinations';
import { openSettings } from './shell';

const known = {
  saved: [{ name: 'Slow checkouts', href: '/search?service=shop&minTraceDuration=1s' }],
  recent: [{ name: 'shop · errors', href: '/search?service=shop&errors=1' }],
  services: ['shop', 'payment-service', ...Array.from({ length: 5000 }, (_, n) => `svc-${n}`)],
};

test('nothing typed shows some of each kind', () => {
  const found = destinations('', known);
  expect(found.length).toBeLessThan(30);
  expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['Page', 'Dialog', 'Saved search', 'Recent search', 'Service']));
});

test('a trace id comes first', () => {
  const [first] = destinations(' 0AF7651916CD43DD8448EB211C80319C ', known);
  expect(first).toMatchObject({ kind: 'Trace', to: '/trace/0af7651916cd43dd8448eb211c80319c' });
});

test('all words must fit', () => {
  expect(destinations('slow check', known).map(({ label }) => label)).toEqual(['Slow checkouts']);
  expect(destinations('traces payment', known).map(({ to }) => to)).toEqual([
    '/search?service=payment-service&lookback=1h',
  ]);
  expect(destinations('no such thing', known)).toEqual([]);
});

test('settings are found by their name', () => {
  expect(destinations('sett', known)).toMatchObject([{ kind: 'Dialog', label: 'Settings', to: openSettings }]);
});

test('the list is never long', () => expect(destinations('svc', known).length).toBeLessThanOrEqual(50));
