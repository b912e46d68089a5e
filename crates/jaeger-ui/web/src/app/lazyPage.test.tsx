// @vitest-environment jsdom

import { useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';

import { lazyPage } from './lazyPage';

test('a page that arrives between its drawing and the effect is shown', async () => {
  let arrive: (module: { default: () => string }) => void = () => undefined;
  const Page = lazyPage(() => new Promise<{ default: () => string }>((resolve) => (arrive = resolve)), 'waiting');
  void Page.preload();
  function Around() {
    useLayoutEffect(() => arrive({ default: () => 'the page' }), []);
    return <Page />;
  }
  const root = document.createElement('div');
  createRoot(root).render(<Around />);
  await vi.waitFor(() => expect(root.textContent).toBe('the page'));
});
