// @vitest-environment jsdom
import { expect, test } from 'vitest';

import { keyCaps, pressedKey } from './keys';

test.each([
  [{ key: 'f' }, 'f'],
  [{ key: 'E', shiftKey: true }, 'E'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: 'ArrowLeft', shiftKey: true }, 'Shift+ArrowLeft'],
  [{ key: 'k', ctrlKey: true }, 'Ctrl+k'],
  [{ key: 'K', metaKey: true }, 'Ctrl+k'],
  [{ key: ' ' }, ' '],
])('%j is %s', (init, name) => expect(pressedKey(new KeyboardEvent('keydown', init))).toBe(name));

test.each([
  ['f', ['f']],
  ['E', ['Shift', 'E']],
  ['Ctrl+k', ['Ctrl', 'K']],
  ['Shift+ArrowLeft', ['Shift', '←']],
  ['Escape', ['Esc']],
  [' ', ['Space']],
  ['+', ['+']],
])('%s has the caps %j', (key, caps) => expect(keyCaps(key)).toEqual(caps));
