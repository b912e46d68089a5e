import { expect, test } from 'vitest';

import { pinnedIn } from './pinned';

const span = {
  attributes: [{ key: 'tenant', value: 'acme' }, { key: 'tenant', value: 'globex' }, { key: 'host.name', value: 'own' }],
  resource: [{ key: 'host.name', value: 'a' }, { key: 'service.version', value: null }],
};

test.each([
  ['tenant', { type: 'attributes', value: 'acme' }],
  ['host.name', { type: 'attributes', value: 'own' }],
  ['service.version', { type: 'resource', value: null }],
  ['toString', undefined],
])('%s', (key, found) => expect(pinnedIn(span, key)).toEqual(found));
