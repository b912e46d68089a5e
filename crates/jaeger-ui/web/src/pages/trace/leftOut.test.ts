import { afterEach, describe, expect, it, vi } from 'vitest';

import { decodeSvcFilter } from '../../url/svcFilter';
import { filterByDefault } from './leftOut';

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
