import { describe, expect, it } from 'vitest';

import { scanJson } from '../../../../model/jsonTree';
import { findAll, MOST_FOUND, spanOffset } from './find';
import { lineOf } from './line';

const text = `{"a\\n": "x", "l": [1, true], "long": "${'y'.repeat(1000)}"}`;

describe('lines of a document', () => {
  const tree = scanJson(text);
  const lines = Array.from({ length: tree.count }, (_, node) => lineOf(text, tree, node));

  it('say key and value', () => {
    expect(lines.slice(1, 5)).toEqual([
      { key: 'a\n', isNumbered: false, kind: 'text', text: '"x"' },
      { key: 'l', isNumbered: false, kind: 'list', text: '[1, true]' },
      { key: '0', isNumbered: true, kind: 'number', text: '1' },
      { key: '1', isNumbered: true, kind: 'word', text: 'true' },
    ]);
    expect(lines[0]).toMatchObject({ key: '', kind: 'map' });
  });

  it('are cut', () => expect(lines[5].text).toHaveLength(241));
});

describe('finding', () => {
  it('takes no notice of case, and nothing as a pattern', () => {
    expect(findAll('aA.a', 'a')).toEqual([0, 1, 3]);
    expect(findAll('aA.a', 'a.')).toEqual([1]);
    expect(findAll('a', '')).toEqual([]);
    expect(findAll('x'.repeat(20_000), 'x')).toHaveLength(MOST_FOUND);
  });

  it('knows the span in both spellings', () => {
    expect(spanOffset('{"spanId": "00ab"}', '00000000000000ab')).toBe(1);
    expect(spanOffset('{"spanID":"ab"}', '00000000000000ab')).toBe(1);
    expect(spanOffset('{"parentSpanId":"ab"}', '00000000000000ab')).toBe(-1);
  });
});
