// The tokens as a canvas needs them: resolved colours and fonts.

import { useSyncExternalStore } from 'react';

import { mark } from '../model/color';
import type { Fill } from '../model/color';

export interface ServicePaint {
  color: string;
  fill: Fill;
}

export interface Palette {
  ground: string;
  panel: string;
  line: string;
  lineStrong: string;
  text: string;
  muted: string;
  accent: string;
  error: string;
  warning: string;
  good: string;
  service(name: string): ServicePaint;
  /** A CSS font of this size, text or fixed-width. */
  font(px: number, mono?: boolean): string;
}

function readPalette(): Palette {
  const tokens = getComputedStyle(document.documentElement);
  const token = (name: string) => tokens.getPropertyValue(name).trim();
  const hues = Array.from({ length: 10 }, (_, hue) => token(`--service-${hue}`));
  const text = token('--font');
  const mono = token('--font-mono');
  return {
    ground: token('--ground'),
    panel: token('--panel'),
    line: token('--line'),
    lineStrong: token('--line-strong'),
    text: token('--text'),
    muted: token('--muted'),
    accent: token('--accent'),
    error: token('--error'),
    warning: token('--warning'),
    good: token('--good'),
    service(name) {
      const { hue, fill } = mark(name);
      return { color: hues[hue], fill };
    },
    font: (px, fixed) => `${px}px ${fixed ? mono : text}`,
  };
}

let current: Palette | undefined;
const listeners = new Set<() => void>();
let watching = false;

function changed(): void {
  current = undefined;
  for (const listener of listeners) listener();
}

/** The theme is an attribute of the document; contrast is the system's; fonts arrive late. */
function watch(): void {
  if (watching) return;
  watching = true;
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  window.matchMedia('(prefers-contrast: more)').addEventListener('change', changed);
  void document.fonts?.ready.then(changed);
}

export function palette(): Palette {
  watch();
  current ??= readPalette();
  return current;
}

/** The palette in use; a component that draws with it draws again when the theme changes. */
export function usePalette(): Palette {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, palette);
}
