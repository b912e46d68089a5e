import { afterEach, describe, expect, it, vi } from 'vitest';

import { decodeSvcFilter, encodeSvcFilter } from '../../url/svcFilter';
import { carriedFilter, filterByDefault } from './leftOut';

const services = ['shop', 'proxy', 'db'];
const keep = (text: string | null) => vi.stubGlobal('window', { localStorage: { getItem: () => text } });

afterEach(() => vi.unstubAllGlobals());

describe('services left out by default', () => {
  it('are those of the trace that were saved', () => {
    keep('{"prunedServices":["proxy","elsewhere"]}');
    const filter = filterByDefault(services);
    expect(filter && decodeSvcFilter(services, filter)).toEqual({ shown: new Set(['shop', 'db']) });
  });

  it.each([
    ['nothing saved', null],
    ['none of the trace', '{"prunedServices":["elsewhere"]}'],
    ['all of the trace', '{"prunedServices":["shop","proxy","db"]}'],
    ['no names', '{"prunedServices":[1]}'],
    ['no JSON', 'proxy'],
  ])('are none with %s', (_, text) => {
    keep(text);
    expect(filterByDefault(services)).toBeUndefined();
  });
});

describe('a filter of services when more spans come', () => {
  const filter = encodeSvcFilter(services, new Set(['shop', 'db'])) ?? '';

  it('leaves out what it left out, and shows services that are new', () => {
    const now = ['shop', 'cache', 'proxy', 'db'];
    expect(decodeSvcFilter(now, carriedFilter(filter, services, now) ?? '')).toEqual({ shown: new Set(['shop', 'cache', 'db']) });
  });

  it('stays as it is with the same services, or when it was made for others', () => {
    expect(carriedFilter(filter, services, services)).toBe(filter);
    expect(carriedFilter('beef.3', services, ['shop'])).toBe('beef.3');
  });
});
