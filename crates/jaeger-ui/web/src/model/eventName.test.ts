import { expect, test } from 'vitest';

import { eventName } from './eventName';

test('an event without a name is called by the field that holds it', () => {
  const message = { key: 'message', value: 'card-authorized' };
  expect(eventName({ name: 'retry', attributes: [message] })).toBe('retry');
  expect(eventName({ name: '', attributes: [{ key: 'attempt', value: 2 }, message] })).toBe('card-authorized');
  expect(eventName({ name: '', attributes: [message, { key: 'event', value: 'cache miss' }] })).toBe('cache miss');
  expect(eventName({ name: '', attributes: [] })).toBe('');
});
