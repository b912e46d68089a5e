// Contrast of the colours, WCAG 2: 4.5 for text, 3 for bars, icons and borders of controls.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Record<string, string> {
  const start = css.indexOf(`\n${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return Object.fromEntries([...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
}

const light = tokensOf(':root');
const themes = { light, dark: { ...light, ...tokensOf(":root[data-theme='dark']") } };

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

const GROUNDS = ['ground', 'panel', 'raised', 'hover', 'accent-ground'];

const TEXT: [text: string, grounds: string[]][] = [
  ['text', [...GROUNDS, 'error-ground', 'warning-ground', 'good-ground']],
  ['muted', [...GROUNDS, 'error-ground']],
  ['accent', GROUNDS],
  ['error', [...GROUNDS, 'error-ground']],
  ['warning', [...GROUNDS, 'warning-ground']],
  ['good', [...GROUNDS, 'good-ground']],
  ['on-accent', ['accent', 'accent-strong']],
  // Of notices that float: text on the text's colour.
  ['ground', ['text']],
];

describe.each(Object.entries(themes))('%s', (_, tokens) => {
  test.each(TEXT.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground])))('%s on %s', (text, ground) => {
    expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5);
  });

  const marks = ['line-strong', ...Array.from({ length: 10 }, (_hue, at) => `service-${at}`)];
  test.each(marks)('%s can be seen', (name) => {
    expect(contrast(tokens[name], tokens.ground)).toBeGreaterThanOrEqual(3);
  });

  test('no service looks like an error', () => {
    for (let hue = 0; hue < 10; hue++) {
      const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(tokens[`service-${hue}`].slice(at, at + 2), 16));
      expect(red > 1.5 * green && red > 1.5 * blue).toBe(false);
    }
  });
});

test('the dark theme names every colour again', () => {
  expect(Object.keys(tokensOf(":root[data-theme='dark']")).sort()).toEqual(Object.keys(light).sort());
});
