import type { TraceSummary } from '../../api/summaries';
import type { SearchSort } from '../../url/search';
import { isByName } from '../../url/search';

const LETTERS = new Intl.Collator('en', { numeric: true });

/** The traces in the order of their names, where that is wanted: no server knows it. Those without a root come last. */
export function inOrderOfNames(traces: readonly TraceSummary[], sort: SearchSort): readonly TraceSummary[] {
  if (!isByName(sort)) return traces;
  const sign = sort === 'name_asc' ? 1 : -1;
  const hasNone = ({ rootService, rootName }: TraceSummary) => Number(rootService === '' && rootName === '');
  return traces.toSorted(
    (a, b) =>
      hasNone(a) - hasNone(b) ||
      sign * (LETTERS.compare(a.rootService, b.rootService) || LETTERS.compare(a.rootName, b.rootName)),
  );
}
