import { describe, expect, it, test } from 'vitest';

import { blocksOf } from './blocks';
import type { Block } from './blocks';
import { inlinesOf } from './inline';
import type { Inline } from './inline';

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const list = (ordered: boolean, ...items: Block[][]): Block => ({ kind: 'list', ordered, start: 1, items });

describe('blocks', () => {
  const cases: [string, Block[]][] = [
    ['', []],
    ['one\ntwo\n\nthree', [paragraph('one\ntwo'), paragraph('three')]],
    ['## Plan ##\ntext', [{ kind: 'heading', level: 2, text: 'Plan' }, paragraph('text')]],
    ['#no heading', [paragraph('#no heading')]],
    ['text\n```js\nlet a = 1;\n\n# b\n```\nafter', [paragraph('text'), { kind: 'code', text: 'let a = 1;\n\n# b' }, paragraph('after')]],
    ['```\nnever closed', [{ kind: 'code', text: 'never closed' }]],
    ['- a\n- b', [list(false, [paragraph('a')], [paragraph('b')])]],
    ['1. a\n2. b\n\ntext', [list(true, [paragraph('a')], [paragraph('b')]), paragraph('text')]],
    ['3) a', [{ kind: 'list', ordered: true, start: 3, items: [[paragraph('a')]] }]],
    ['- a\n  more\n  - b\n- c', [list(false, [paragraph('a\nmore'), list(false, [paragraph('b')])], [paragraph('c')])]],
    ['1. a\n   ```\n   code\n   ```', [list(true, [paragraph('a'), { kind: 'code', text: 'code' }])]],
    ['> a\n> - b', [{ kind: 'quote', blocks: [paragraph('a'), list(false, [paragraph('b')])] }]],
    ['---', [{ kind: 'rule' }]],
    ['| a | b |\n|---|---|\n| 1 | 2 |', [{ kind: 'code', text: '| a | b |\n|---|---|\n| 1 | 2 |' }]],
  ];
  test.each(cases)('%j', (text, blocks) => expect(blocksOf(text)).toEqual(blocks));
});

describe('within a line', () => {
  const text = (words: string): Inline => ({ kind: 'text', text: words });
  const cases: [string, Inline[]][] = [
    ['plain', [text('plain')]],
    ['a `b*c*` d', [text('a '), { kind: 'code', text: 'b*c*' }, text(' d')]],
    ['**a _b_**', [{ kind: 'strong', children: [text('a '), { kind: 'emphasis', children: [text('b')] }] }]],
    ['*a* and __b__', [{ kind: 'emphasis', children: [text('a')] }, text(' and '), { kind: 'strong', children: [text('b')] }]],
    ['a * b * c, snake_case_name', [text('a * b * c, snake_case_name')]],
    ['\\*a\\*', [text('*a*')]],
    ['[docs](https://a.example/x)', [{ kind: 'link', href: 'https://a.example/x', children: [text('docs')] }]],
    ['see https://a.example/x.', [text('see '), { kind: 'link', href: 'https://a.example/x', children: [text('https://a.example/x')] }, text('.')]],
  ];
  test.each(cases)('%j', (line, inlines) => expect(inlinesOf(line)).toEqual(inlines));

  test.each(['[a](javascript:alert(1))', '[a](data:text/html,x)', '[a](JaVaScRiPt:x)', '[a](//evil.example)', '[a](/path)'])(
    '%s leads nowhere',
    (line) => expect(JSON.stringify(inlinesOf(line))).not.toContain('"link"'),
  );
});

it('takes no longer for texts that are made to take long', () => {
  const size = 50_000;
  const bad = ['*', '**a ', '_a', '`', '[', '[a](', '![a', '> ', '- ', '  - ', '1. ', '~~~\n', '- - ', '|', '# ', '\\', '<https://', '__a *', '\n'];
  const started = performance.now();
  for (const piece of bad) {
    const text = piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
    blocksOf(text);
    blocksOf(`${text.slice(0, 1000)}\n`.repeat(50));
    inlinesOf(text);
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});
