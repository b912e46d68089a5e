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
  change(read: () => unknown, before: unknown): Promise<Change>;
  /** ms from navigation to the frame that shows what `read` finds. */
  seen(read: () => unknown): Promise<number>;
  /** How long the interactions so far took, as browsers tell it: in steps of 8 ms, none below 16. */
  interactions(): number[];
  /** Intervals between frames while `step` is told the ms since it began. */
  frames(ms: number, step: (elapsed: number) => void): Promise<{ p95: number; longest: number; missed: number }>;
}

export interface Change {
  /** ms from the input to the frame that shows what it did. */
  ms: number;
  /** The same without the time between the last listener of the input and the beginning of that frame. */
  workMs: number;
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
  const answered = new Map<number, number>();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries() as PerformanceEventTiming[]) {
      if (interactionId) answered.set(interactionId, Math.max(duration, answered.get(interactionId) ?? 0));
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  const frame = () => new Promise<number>((done) => requestAnimationFrame(done));
  const painted = () =>
    new Promise<void>((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done();
      port2.postMessage(undefined);
    });
  let input = 0;
  let handled = 0;

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
      handled = 0;
      const start = (event: Event) => {
        input ||= event.timeStamp;
      };
      // The last listener of all: what the page does at once is done by then.
      const end = () => {
        handled ||= performance.now();
      };
      for (const type of ['click', 'keydown', 'input']) {
        addEventListener(type, start, { capture: true, once: true });
        addEventListener(type, end, { once: true });
      }
    },
    async change(read, before) {
      while (input === 0 || read() === before) await frame();
      const waited = handled === 0 ? 0 : performance.now() - handled;
      // The frame that is about to be painted shows it; a message comes behind the painting.
      await painted();
      const ms = performance.now() - input;
      return { ms, workMs: ms - waited };
    },
    async seen(read) {
      while (!read()) await frame();
      await painted();
      return performance.now();
    },
    interactions: () => [...answered.values()],
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
