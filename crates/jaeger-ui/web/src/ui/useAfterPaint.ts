import { useEffect, useState } from 'react';

/** Tabs in the background draw no frames; they are not kept waiting for longer. */
const PATIENCE_MS = 100;

/**
 * Whether the first drawing has been on the screen: what takes long to draw and is looked at second can wait for it.
 * A mark of this name says when.
 */
export function useAfterPaint(mark: string): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    const done = () => {
      performance.mark(mark);
      setPainted(true);
    };
    let timer = setTimeout(done, PATIENCE_MS);
    // The frame is drawn after this callback, and before the next task.
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      timer = setTimeout(done, 0);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [mark]);
  return isPainted;
}
