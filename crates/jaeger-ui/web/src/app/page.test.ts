// What the server looks for in the page and replaces, by its exact text.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const page = readFileSync(new URL('../../index.html', import.meta.url), 'utf8');

/** Runs the page's script as the browser does and asks its functions. */
function run(html: string): Record<string, unknown> {
  const script = /<script nonce="[^"]*">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const names = ['UiConfig', 'StorageCapabilities', 'BackendCapabilities', 'Version'];
  const ask = names.map((name) => `${name}: getJaeger${name}()`).join(', ');
  const around = `var document = {documentElement: {dataset: {}}}, location = {search: ''},
    localStorage = {getItem() { throw new Error('refused'); }}, matchMedia = () => ({matches: true}), window = this;`;
  const before = `${around}\n${script}\n`;
  const body = script.includes('function UIConfig') ? `${before} window.UIConfig = UIConfig;` : before;
  return new Function(`${body} return {${ask}, theme: document.documentElement.dataset.theme};`).call({}) as Record<string, unknown>;
}

test.each([
  ['<base href="/"', 1],
  ['nonce=""', 1],
  ['JAEGER_CONFIG = DEFAULT_CONFIG;', 1],
  ['JAEGER_STORAGE_CAPABILITIES = DEFAULT_STORAGE_CAPABILITIES;', 1],
  ['JAEGER_BACKEND_CAPABILITIES = DEFAULT_BACKEND_CAPABILITIES;', 1],
  ['JAEGER_VERSION = DEFAULT_VERSION;', 1],
])('%j stands in it %d time', (text, times) => expect(page.split(text)).toHaveLength(times + 1));

test('the base comes before everything that has an address', () => {
  expect(page.indexOf('<base')).toBeLessThan(page.search(/(?:href|src)="(?!\/")/));
});

describe('the script', () => {
  test('as it is', () => {
    expect(run(page)).toMatchObject({ UiConfig: null, BackendCapabilities: {}, theme: 'dark' });
  });

  test('with everything put in', () => {
    const html = page
      .replace('= DEFAULT_CONFIG;', '= {"archiveEnabled":false};')
      .replace('= DEFAULT_BACKEND_CAPABILITIES;', '= {"uiApi":1};')
      .replace('= DEFAULT_VERSION;', '= {"gitVersion":"v1"};');
    expect(run(html)).toMatchObject({
      UiConfig: { archiveEnabled: false },
      BackendCapabilities: { uiApi: 1 },
      Version: { gitVersion: 'v1' },
    });
  });

  test('with a configuration in JavaScript, which takes the place of the marker and the line after it', () => {
    const html = page.replace(/^\s*\/\/\s*JAEGER_CONFIG_JS.*\n.*/im, 'function UIConfig() { return {menu: []}; }');
    expect(run(html).UiConfig).toEqual({ menu: [] });
  });
});
