// How much of the timeline the names take, which the browser remembers.

import { useState } from 'react';

import { readStored, writeStored } from '../../../app/storage';

/** A share of the width, as Jaeger UI keeps it. */
const KEY = 'spanNameColumnWidth';
const BY_DEFAULT = 0.38;
export const LEAST = 160;

export function useNameWidth(width: number): { value: number; max: number; change(pixels: number): void } {
  const [share, setShare] = useState(() => {
    const stored = Number(readStored(KEY));
    return stored >= 0.1 && stored <= 0.85 ? stored : BY_DEFAULT;
  });
  const max = Math.max(LEAST, Math.round(width * 0.8));
  return {
    value: Math.min(max, Math.max(LEAST, Math.round(width * share))),
    max,
    change(pixels) {
      if (width <= 0) return;
      const next = pixels / width;
      setShare(next);
      writeStored(KEY, next.toFixed(4));
    },
  };
}
