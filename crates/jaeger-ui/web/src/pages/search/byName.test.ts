import { expect, test } from 'vitest';

import type { TraceSummary } from '../../api/summaries';
import { inOrderOfNames } from './byName';

const trace = (rootService: string, rootName: string): TraceSummary => ({
  traceId: `${rootService} ${rootName}`, rootService, rootName, startUnixNano: 0n, durationNano: 0, spans: 1, errors: 0,
  orphans: 0, services: [],
});
const given = [trace('b', 'y'), trace('', ''), trace('a', 'x10'), trace('b', 'Y'), trace('a', 'x9')];

test.each([
  ['start_desc', ['b y', ' ', 'a x10', 'b Y', 'a x9']],
  ['name_asc', ['a x9', 'a x10', 'b y', 'b Y', ' ']],
  ['name_desc', ['b Y', 'b y', 'a x10', 'a x9', ' ']],
] as const)('%s', (sort, ids) => {
  expect(inOrderOfNames(given, sort).map(({ traceId }) => traceId)).toEqual(ids);
  expect(given[0].traceId).toBe('b y');
});
