import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ancestorsOf, JsonTextError, nodeAt, scanJson, usualDepth, visibleNodes } from './jsonTree';

const text = '{"a": [1, {"b\\"": "x]"}, []], "c": null, "big": 12345678901234567890}';

describe('a JSON text', () => {
  const tree = scanJson(text);
  const textOf = (node: number) => text.slice(tree.start[node], tree.end[node]);

  it('becomes a tree over its characters', () => {
    expect(Array.from({ length: tree.count }, (_, node) => textOf(node))).toEqual([
      text, '[1, {"b\\"": "x]"}, []]', '1', '{"b\\"": "x]"}', '"x]"', '[]', 'null', '12345678901234567890',
    ]);
    expect(Array.from(tree.subtree)).toEqual([8, 5, 1, 2, 1, 1, 1, 1]);
    expect(Array.from(tree.children)).toEqual([3, 3, 0, 1, 0, 0, 0, 0]);
    expect(Array.from(tree.depth)).toEqual([0, 1, 2, 2, 3, 2, 1, 1]);
    const keys = Array.from(tree.key, (key) => (key < 0 ? key : text.slice(key, key + 2)));
    expect(keys).toEqual([-1, '"a', -1, -2, '"b', -3, '"c', '"b']);
  });

  it('shows what is open', () => {
    expect(Array.from(visibleNodes(tree, () => false))).toEqual([0]);
    expect(Array.from(visibleNodes(tree, (node) => node === 0))).toEqual([0, 1, 6, 7]);
    expect(visibleNodes(tree, () => true)).toHaveLength(8);
  });

  it('knows which value a character belongs to', () => {
    expect(nodeAt(tree, text.indexOf('null'))).toBe(6);
    expect(nodeAt(tree, text.indexOf('"c"') + 1)).toBe(6);
    expect(nodeAt(tree, text.indexOf('x]'))).toBe(4);
    expect(nodeAt(tree, 0)).toBe(0);
    expect(ancestorsOf(tree, 4)).toEqual([0, 1, 3]);
    expect(ancestorsOf(tree, 0)).toEqual([]);
  });

  it('opens as deep as stays a handful', () => {
    const many = scanJson(JSON.stringify({ list: Array.from({ length: 100 }, () => ({ x: 1 })) }));
    expect(usualDepth(many, () => true)).toBe(2);
    expect(usualDepth(tree, () => true)).toBe(3);
  });

  it('has the values that a parser finds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, isPretty) => {
        const source = JSON.stringify(value, null, isPretty ? 2 : 0);
        const found = scanJson(source);
        for (let node = 0; node < found.count; node++) {
          JSON.parse(source.slice(found.start[node], found.end[node]));
        }
        expect(JSON.parse(source.slice(found.start[0], found.end[0]))).toEqual(JSON.parse(source));
        expect(found.subtree[0]).toBe(found.count);
      }),
    );
  });

  it.each(['', '  ', '{', '[1', '[1}', '{"a":1]', '"x', '{1:2}', 'nul', '<html>', '1 2', '['.repeat(1000)])('is not %.20s', (source) => {
    expect(() => scanJson(source)).toThrow(JsonTextError);
  });
});
