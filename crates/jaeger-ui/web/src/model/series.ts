// Figures over time, and what a table says of them.

export interface Series {
  service: string;
  operation?: string;
  /** ms since 1970, ascending. */
  times: number[];
  /** One for each time; nothing where nothing happened. */
  values: (number | null)[];
}

const MINUTE = 60_000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE);
/** About as many points as a chart of a third of the page can show apart. */
const POINTS = 72;

/** ms between the points of a chart over this time. */
export function stepFor(rangeMs: number): number {
  return STEPS.find((step) => rangeMs / step <= POINTS) ?? STEPS[STEPS.length - 1];
}

export function lastValue(series: Series | undefined): number | null {
  return series?.values.findLast((value) => value !== null) ?? null;
}

export interface Seen {
  value: number;
  /** ms since 1970, when it is not of the newest point: nothing was seen since. */
  since?: number;
}

/** The newest point at which something happened. Rates go on at zero when nothing does. */
export function lastSeen(series: Series | undefined, isRate: boolean): Seen | undefined {
  if (!series) return undefined;
  const newest = series.values.length - 1;
  const at = series.values.findLastIndex((value) => value !== null && (!isRate || value > 0));
  const value = at < 0 ? lastValue(series) : series.values[at];
  if (value === null) return undefined;
  return at < 0 || at === newest ? { value } : { value, since: series.times[at] };
}

export function maxValue(series: Series | undefined): number | null {
  return extreme(series, Math.max);
}

export function minValue(series: Series | undefined): number | null {
  return extreme(series, Math.min);
}

function extreme(series: Series | undefined, choose: (a: number, b: number) => number): number | null {
  let found: number | null = null;
  for (const value of series?.values ?? []) {
    if (value !== null) found = found === null ? value : choose(found, value);
  }
  return found;
}

/** The series later by so many ms, so that what was lies under what is. */
export function shifted(series: Series, ms: number): Series {
  return { ...series, times: series.times.map((time) => time + ms) };
}

/** All series over the times of all of them. */
export function aligned(all: readonly Series[]): { times: number[]; values: (number | null)[][] } {
  const times = [...new Set(all.flatMap((series) => series.times))].sort((a, b) => a - b);
  const place = new Map(times.map((time, index) => [time, index]));
  const values = all.map((series) => {
    const row = new Array<number | null>(times.length).fill(null);
    for (const [index, time] of series.times.entries()) row[place.get(time) ?? 0] = series.values[index];
    return row;
  });
  return { times, values };
}

/** What a table says of one service or operation. */
export interface Figures {
  /** Its name. */
  key: string;
  /** ns. */
  latency: number | null;
  /** Calls a second. */
  rate: number;
  /** A share of the calls. */
  errors: number;
  /** Its share of all time spent: latency times rate. */
  impact: number;
  before?: { latency: number | null; rate: number; errors: number };
  latencies?: Series;
  rates?: Series;
  failures?: Series;
}

/** The figures of one time: a point for all of it, and the points of the chart. */
export interface Measured {
  latencies: readonly Series[];
  calls: readonly Series[];
  errors: readonly Series[];
}

/** A row for each name that had calls, the most time first. */
export function tableOf(
  keyOf: (series: Series) => string,
  whole: Measured,
  lines: Measured | undefined,
  before: Measured | undefined,
): Figures[] {
  const by = (all: readonly Series[] | undefined) => new Map((all ?? []).map((series) => [keyOf(series), series]));
  const [latency, rate, errors] = [by(whole.latencies), by(whole.calls), by(whole.errors)];
  const [latencies, rates, failures] = [by(lines?.latencies), by(lines?.calls), by(lines?.errors)];
  const [oldLatency, oldRate, oldErrors] = [by(before?.latencies), by(before?.calls), by(before?.errors)];
  const keys = new Set([...latency.keys(), ...rate.keys()]);
  const rows: Figures[] = [];
  for (const key of keys) {
    const calls = lastValue(rate.get(key)) ?? 0;
    if (calls === 0) continue;
    rows.push({
      key,
      latency: lastValue(latency.get(key)),
      rate: calls,
      errors: lastValue(errors.get(key)) ?? 0,
      impact: 0,
      before: before && {
        latency: lastValue(oldLatency.get(key)),
        rate: lastValue(oldRate.get(key)) ?? 0,
        errors: lastValue(oldErrors.get(key)) ?? 0,
      },
      latencies: latencies.get(key),
      rates: rates.get(key),
      failures: failures.get(key),
    });
  }
  const spent = rows.reduce((sum, row) => sum + (row.latency ?? 0) * row.rate, 0);
  for (const row of rows) row.impact = spent === 0 ? 0 : ((row.latency ?? 0) * row.rate) / spent;
  return rows.sort((a, b) => b.impact - a.impact || b.rate - a.rate || (a.key < b.key ? -1 : 1));
}

/** From before to now as a share of what was before; nothing where nothing can be said. */
export function change(now: number | null, before: number | null): number | null {
  if (now === null || before === null || before === 0) return null;
  return now / before - 1;
}
