// @vitest-environment jsdom
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { emptyTrace } from '../url/trace';
import type { TraceState } from '../url/trace';
import { flush } from './address';
import { useSearchState, useTraceState } from './urlState';
import type { SetState } from './urlState';

let trace: TraceState = emptyTrace;
let setTrace: SetState<TraceState>;
let search: ReturnType<typeof useSearchState>;
let unmount: () => void;

function Probe() {
  [trace, setTrace] = useTraceState();
  search = useSearchState();
  return null;
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers();
  window.history.replaceState(null, '', '/trace/abc?uiFind=x&other=1');
  const root = createRoot(document.createElement('div'));
  act(() => root.render(createElement(Probe)));
  unmount = () => act(() => root.unmount());
});

afterEach(() => {
  unmount();
  flush();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what an address says as before is the same object', () => {
  act(() => setTrace({ collapsed: ['00000000000000ab'], zoom: [1, 2] }));
  const { collapsed, zoom } = trace;
  act(() => setTrace({ sel: '00000000000000cd' }));
  expect(trace).toMatchObject({ sel: '00000000000000cd', collapsed: ['00000000000000ab'], zoom: [1, 2] });
  expect(trace.collapsed).toBe(collapsed);
  expect(trace.zoom).toBe(zoom);
  act(() => setTrace({ collapsed: ['00000000000000ab', '00000000000000ef'] }));
  expect(trace.collapsed).toEqual(['00000000000000ab', '00000000000000ef']);
});

test('what is typed shows at once and reaches the bar a little later, in one entry', () => {
  const entries = window.history.length;
  for (const text of ['xy', 'xyz']) act(() => setTrace({ uiFind: text }));
  expect(trace.uiFind).toBe('xyz');
  expect(window.location.search).toBe('?uiFind=x&other=1');
  vi.advanceTimersByTime(300);
  expect(window.location.search).toBe('?uiFind=xyz&other=1');
  expect(window.history.length).toBe(entries);
});

test('a step makes an entry, and what was typed before stays in the one that is left', () => {
  const entries = window.history.length;
  act(() => setTrace({ uiFind: 'typed' }));
  act(() => setTrace({ view: 'flame' }, { push: true }));
  expect(window.history.length).toBe(entries + 1);
  expect(trace).toMatchObject({ uiFind: 'typed', view: 'flame' });
  expect(window.location.search).toBe('?view=flame&uiFind=typed&other=1');
});

describe('what is pending reaches the bar when', () => {
  const field = () => document.body.appendChild(document.createElement('input'));
  const key = (type: string, name: string, target: EventTarget = document.body) =>
    target.dispatchEvent(new KeyboardEvent(type, { key: name, bubbles: true }));

  test.each<[string, () => void]>([
    ['a press is over', () => document.body.click()],
    ['a key is let go', () => key('keyup', ']')],
    ['Enter is let go in a field', () => key('keyup', 'Enter', field())],
    ['a command of the browser begins in a field', () => key('keydown', 'Control', field())],
    ['the mouse leaves for the buttons of the browser', () => document.documentElement.dispatchEvent(new Event('pointerleave'))],
    ['the tab is hidden', () => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))],
    ['the page is left', () => window.dispatchEvent(new Event('pagehide'))],
  ])('%s', (_, happens) => {
    act(() => setTrace({ depth: 0 }));
    expect(window.location.search).not.toContain('depth');
    act(happens);
    expect(window.location.search).toContain('depth=0');
  });

  test('but not at each letter', () => {
    act(() => setTrace({ uiFind: 'letter' }));
    act(() => void key('keyup', 'r', field()));
    expect(window.location.search).not.toContain('letter');
  });

  test('a link that is pressed leaves an entry which has everything in it', () => {
    act(() => setTrace({ uiFind: 'typed' }));
    const link = document.body.appendChild(document.createElement('a'));
    let left = '';
    link.addEventListener('click', () => (left = window.location.search));
    act(() => link.click());
    expect(left).toContain('uiFind=typed');
  });
});

test('two changes in one moment are both kept', () => {
  act(() => {
    setTrace({ depth: 2 });
    setTrace((now) => ({ zoom: [0, (now.depth ?? 0) * 50] }));
  });
  expect(trace).toMatchObject({ depth: 2, zoom: [0, 100] });
});

test('links and the back button win over what was typed', () => {
  act(() => setTrace({ uiFind: 'typed' }));
  act(() => {
    window.history.replaceState(null, '', '/trace/def?uiFind=other');
    window.dispatchEvent(new PopStateEvent('popstate'));
  });
  vi.advanceTimersByTime(300);
  expect(trace.uiFind).toBe('other');
  expect(window.location.search).toBe('?uiFind=other');
});

test('toggles that an address cannot carry stay with the entry', () => {
  const collapsed = Array.from({ length: 80 }, (_, n) => n.toString(16).padStart(16, '0'));
  act(() => setTrace({ collapsed }, { push: true }));
  expect(trace.collapsed).toEqual(collapsed);
  act(() => setTrace({ collapsed: undefined }));
  expect(trace.collapsed).toBeUndefined();
});

test('half a word in the field for attributes stays as it was typed', () => {
  for (const tags of ['e', 'error=', 'error=true ', 'error=true m="t']) {
    act(() => search[1]({ tags }));
    expect(search[0].tags).toBe(tags);
  }
});
