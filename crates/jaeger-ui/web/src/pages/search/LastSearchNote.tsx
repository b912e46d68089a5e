import { Link } from 'wouter';

import { useSearches } from '../../app/searches';
import { DEFAULT_LOOKBACK, searchHref } from '../../url/search';
import { config } from '../../app/config';
import styles from './LastSearchNote.module.css';

/** Says why the page did not open with every trace, and leads there. */
export function LastSearchNote() {
  const forgetLast = useSearches((searches) => searches.forgetLast);
  const lookback = config().search.defaultLookback || DEFAULT_LOOKBACK;
  return (
    <p className={styles.note}>
      <span className="muted">Your last search, made again.</span>
      <Link href={searchHref({ lookback })} onClick={forgetLast}>
        Newest traces of every service
      </Link>
    </p>
  );
}
