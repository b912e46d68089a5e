import { Redirect } from 'wouter';

import { useAddress } from '../../app/address';
import { useSearches } from '../../app/searches';
import { useEmbed } from '../../app/urlState';
import { parseQuery } from '../../url/base';
import { isBareSearch } from '../../url/search';
import { LAST_SEARCH } from './lastSearch';
import { Search } from './Search';

export { searchEarly as early } from './early';

/** An address that asks for nothing opens with the last search, as it does in Jaeger; at first, with the newest traces. */
export default function SearchPage() {
  const { embedded } = useEmbed();
  const { search } = useAddress();
  const last = useSearches((searches) => searches.last);
  const isBare = !embedded && isBareSearch(parseQuery(search));
  return isBare && last !== undefined ? <Redirect to={last} replace state={LAST_SEARCH} /> : <Search />;
}
