import fc from 'fast-check';
import { expect, test } from 'vitest';

import { logfmt, parseLogfmt, valueIn, withValue } from './logfmt';

test.each([
  ['', []],
  ['a=b', [['a', 'b']]],
  ['  a=b   c=d ', [['a', 'b'], ['c', 'd']]],
  ['error', [['error', 'true']]],
  ['error http.status=500', [['error', 'true'], ['http.status', '500']]],
  ['msg="two words"', [['msg', 'two words']]],
  [String.raw`msg="say \"hi\"\n"`, [['msg', 'say "hi"\n']]],
  ['a=', [['a', '']]],
  ['a=b=c', [['a', 'b=c']]],
  ['url=http://x/?a=1&b=2', [['url', 'http://x/?a=1&b=2']]],
  ['"odd key"=1', [['odd key', '1']]],
  ['a=1 a=2', [['a', '1'], ['a', '2']]],
])('%j', (text, pairs) => expect(parseLogfmt(text).pairs).toEqual(pairs));

test.each(['=b', 'a="open', '"open'])('%j is not complete', (text) => {
  expect(parseLogfmt(text).error).toBeTypeOf('string');
});

test('whatever is written is read again', () => {
  const key = fc.string({ minLength: 1, unit: 'binary' });
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.string({ unit: 'binary' }))), (pairs) => {
      expect(parseLogfmt(logfmt(pairs)).pairs).toEqual(pairs);
    }),
  );
});

test('any text at all is read without harm', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseLogfmt(text)));
});

test.each([
  ['', 'a', ''],
  ['a=1 b=2', 'b', '2'],
  ['a=1 a=2', 'a', '1'],
  ['msg="two words"', 'msg', 'two words'],
  ['a="open', 'a', undefined],
])('%j says of %j: %j', (text, key, value) => expect(valueIn(text, key)).toBe(value));

test.each([
  ['', 'a', '1', 'a=1'],
  ['a=1 b=2 c=3', 'b', '5', 'a=1 b=5 c=3'],
  ['a=1', 'b', 'two words', 'a=1 b="two words"'],
  ['a=1 b=2', 'a', '', 'b=2'],
  ['a=1 b=2 a=3', 'a', '4', 'a=4 b=2'],
  ['a=1 b=2 a=3', 'a', '', 'b=2'],
  ['a="open', 'a', '1', undefined],
])('%j with %j %j: %j', (text, key, value, now) => expect(withValue(text, key, value)).toBe(now));
