import type { AttributeFacet } from '../../api/overview';
import { clip, count } from '../../model/format';
import type { TraceSearch } from '../../model/query/toQuery';
import { IconButton } from '../../ui/IconButton';
import { MOST_FACETS } from '../../url/search';
import { Facet } from './Facet';
import { FacetPicker } from './FacetPicker';
import styles from './Facets.module.css';
import { useAttributeFacets } from './useAttributeFacets';

export interface AttributeFacetsProps {
  search: TraceSearch;
  service: string | undefined;
  /** Attributes that were chosen, as a search writes them. */
  keys: readonly string[];
  onKeys(keys: string[]): void;
  onPick(key: string, value: string): void;
}

/** The values of attributes that the reader chose, with counts, and the choice of another one. */
export function AttributeFacets({ search, service, keys, onKeys, onPick }: AttributeFacetsProps) {
  const facets = useAttributeFacets(search, keys);
  return (
    <>
      {keys.map((key) => {
        const known = facets.of(key);
        return (
          <Facet
            key={key}
            title={key}
            values={known?.values ?? []}
            total={known?.of ?? 0}
            tool={
              <IconButton
                icon="close"
                label={clip(`Do not count ${key}`, 140)}
                className={styles.remove}
                onClick={() => onKeys(keys.filter((other) => other !== key))}
              />
            }
            note={<p className={styles.note}>{known ? noteOn(known) : facets.isPending ? 'Counting' : undefined}</p>}
            onPick={(value) => onPick(key, value)}
          />
        );
      })}
      {facets.error !== null && keys.length > 0 && (
        <p role="alert" className={styles.note}>
          {clip(facets.error instanceof Error ? facets.error.message : 'Attributes could not be counted')}{' '}
          <button type="button" className={styles.more} onClick={facets.refetch}>
            Try again
          </button>
        </p>
      )}
      {keys.length < MOST_FACETS && <FacetPicker search={search} service={service} keys={keys} onKeys={onKeys} />}
    </>
  );
}

/** What the list of values does not show. */
function noteOn({ values, others, truncated, of }: AttributeFacet): string | undefined {
  if (values.length === 0 && !truncated) return 'In none of these traces';
  const more = others > 0 ? `${count(others)}${truncated ? '+' : ''} other values` : undefined;
  const part = truncated ? `in the newest ${count(of)}` : undefined;
  return [more, part].filter(Boolean).join(', ') || undefined;
}
