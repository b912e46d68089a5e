import { count } from '../../model/format';
import { Button } from '../../ui/Button';
import styles from './LoadMore.module.css';
import type { Results } from './useResults';

/** The end of the list, as long as the server has more. */
export function LoadMore({ results, limit, isByName }: { results: Results; limit: number; isByName: boolean }) {
  const { fetched, overview, isOverviewPending, isLoadingMore, hasFailedMore } = results;
  const total = overview && !isOverviewPending && overview.traces > fetched ? overview : undefined;
  return (
    <div className={styles.end}>
      <span className="muted">
        {count(fetched)}
        {total && ` of ${count(total.traces)}${total.truncated ? '+' : ''}`} traces
        {isByName && ', in the order of their names among themselves'}
      </span>
      {/* Not disabled while it loads: the focus would be lost. */}
      <Button aria-disabled={isLoadingMore} onClick={() => isLoadingMore || results.loadMore()}>
        {isLoadingMore ? 'Loading' : hasFailedMore ? 'More could not be loaded: try again' : `Load ${count(limit)} more`}
      </Button>
    </div>
  );
}
