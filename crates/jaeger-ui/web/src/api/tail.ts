// Traces as they arrive: sent by our server, asked for every five seconds elsewhere.

import { capabilities } from '../app/config';
import type { TraceSearch } from '../model/query/toQuery';
import { href } from './client';
import { decodeSummary, searchParams, searchTraces } from './search';
import type { TraceSummary } from './summaries';

export interface TailEvents {
  /** New traces, or ones that have grown. */
  onTraces(traces: TraceSummary[]): void;
  /** Whether the server can be heard. */
  onState(isConnected: boolean): void;
}

/** As many as the list holds. */
const MOST_WAITING = 1000;
const POLL_MS = 5000;
const POLL_BACK_NANO = 15_000_000_000n;

/** Listens until the returned function is called. */
export function openTail(search: TraceSearch, events: TailEvents): () => void {
  return capabilities().uiApi ? listen(search, events) : poll(search, events);
}

function listen(search: TraceSearch, { onTraces, onState }: TailEvents): () => void {
  const params = searchParams(search);
  params.delete('query.startTimeMin');
  params.delete('query.startTimeMax');
  const source = new EventSource(href(`api/ui/v1/tail?${params}`));
  // A flood comes as many events at once: the page is told once a frame.
  let waiting: TraceSummary[] = [];
  let frame = 0;
  const tell = () => {
    frame = 0;
    const traces = waiting;
    waiting = [];
    onTraces(traces);
  };
  source.addEventListener('open', () => onState(true));
  source.addEventListener('error', () => onState(false));
  source.addEventListener('trace', (event: MessageEvent<string>) => {
    const summary = read(event.data);
    if (!summary) return;
    waiting.push(summary);
    // A page out of sight draws no frames, and the oldest would never be seen.
    if (waiting.length > 2 * MOST_WAITING) waiting = waiting.slice(-MOST_WAITING);
    frame ||= requestAnimationFrame(tell);
  });
  return () => {
    source.close();
    cancelAnimationFrame(frame);
  };
}

function read(data: string): TraceSummary | undefined {
  try {
    return decodeSummary(JSON.parse(data));
  } catch {
    return undefined;
  }
}

function poll(search: TraceSearch, { onTraces, onState }: TailEvents): () => void {
  const stop = new AbortController();
  const ask = async () => {
    const endNano = BigInt(Date.now()) * 1_000_000n;
    const recent: TraceSearch = { ...search, startNano: endNano - POLL_BACK_NANO, endNano, limit: 200, sort: 'start_desc' };
    try {
      const { summaries } = await searchTraces(recent, undefined, stop.signal);
      onState(true);
      onTraces(summaries.reverse());
    } catch {
      if (!stop.signal.aborted) onState(false);
    }
  };
  void ask();
  const timer = setInterval(() => void ask(), POLL_MS);
  return () => {
    stop.abort();
    clearInterval(timer);
  };
}
