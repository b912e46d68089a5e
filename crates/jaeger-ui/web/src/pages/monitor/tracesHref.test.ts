import { expect, it } from 'vitest';

import { parseQuery } from '../../url/base';
import { searchCodec } from '../../url/search';
import { failedTracesHref, slowTracesHref, tracesHref } from './tracesHref';

const range = { start: 1_000, end: 61_000 };
const read = (href: string) => searchCodec.decode(parseQuery(href.slice(href.indexOf('?'))));
const common = { service: 'shop', operation: 'GET /', start: 1_000_000, end: 61_000_000 };

it('the traces behind a figure are a search', () => {
  expect(read(tracesHref('shop', 'GET /', range))).toMatchObject({ ...common, errorsOnly: false });
  expect(read(failedTracesHref('shop', 'GET /', range))).toMatchObject({ ...common, errorsOnly: true });
  expect(read(slowTracesHref('shop', 'GET /', range, 855_000_000))).toMatchObject({
    ...common,
    // From the bound of its bucket: what was counted in it may be as fast.
    spanDurationMin: '838860us',
    sort: 'duration_desc',
  });
  for (const unknown of [null, 500]) {
    expect(read(slowTracesHref('shop', undefined, range, unknown)).spanDurationMin).toBeUndefined();
  }
});
