// What runs in the page before anything else: long tasks, frames, and the time from a key or a press to what it does.

export interface Probe {
  /** Waits until no long task has run for so long; the end of the last one after `since`, or `since`. */
  quiet(since: number, ms?: number): Promise<number>;
  /** The longest task that ended after `since`. */
  longest(since: number): number;
  /**
   * Starts a clock with the next click, key or text; `change` then tells when what `read` gives has become another. A click is
   * there when the button is released, as browsers count it too.
   */
  arm(): void;
  change(read: () => unknown, before: unknown): Promise<number>;
  /** Intervals between frames while `step` is told the ms since it began. */
  frames(ms: number, step: (elapsed: number) => void): Promise<{ p95: number; longest: number; missed: number }>;
}

declare global {
  interface Window {
    bench: Probe;
  }
}

export function probe(): void {
  const tasks: [start: number, end: number][] = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push([startTime, startTime + duration]);
  }).observe({ type: 'longtask', buffered: true });
  const frame = () => new Promise<number>((done) => requestAnimationFrame(done));
  const painted = () =>
    new Promise<void>((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done();
      port2.postMessage(undefined);
    });
  let input = 0;

  window.bench = {
    async quiet(since, ms = 500) {
      const begin = performance.now();
      for (;;) {
        const last = tasks.at(-1)?.[1] ?? 0;
        if (performance.now() - Math.max(last, begin) > ms) return Math.max(since, last);
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    longest: (since) => tasks.reduce((most, [start, end]) => (end > since ? Math.max(most, end - start) : most), 0),
    arm() {
      input = 0;
      const start = (event: Event) => {
        input ||= event.timeStamp;
      };
      for (const type of ['click', 'keydown', 'input']) addEventListener(type, start, { capture: true, once: true });
    },
    async change(read, before) {
      while (input === 0 || read() === before) await frame();
      // The frame that is about to be painted shows it; a message comes behind the painting.
      await painted();
      return performance.now() - input;
    },
    async frames(ms, step) {
      const intervals: number[] = [];
      const first = await frame();
      for (let last = first; last - first < ms; ) {
        step(last - first);
        const now = await frame();
        intervals.push(now - last);
        last = now;
      }
      intervals.sort((a, b) => a - b);
      return {
        p95: intervals[Math.floor(intervals.length * 0.95)],
        longest: intervals[intervals.length - 1],
        missed: intervals.reduce((sum, interval) => sum + Math.max(0, Math.round(interval / (1000 / 60)) - 1), 0),
      };
    },
  };
}
