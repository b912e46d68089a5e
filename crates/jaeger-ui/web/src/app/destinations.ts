// Where the palette can lead.

import { clip } from '../model/format';
import { monitorHref } from '../url/monitor';
import { searchHref } from '../url/search';
import { traceHref } from '../url/trace';
import { asTraceId } from '../url/traceId';
import { capabilities, config } from './config';
import { places } from './routes';
import type { KeptSearch } from './searches';

export interface Destination {
  id: string;
  label: string;
  /** What kind of thing it is. */
  kind: 'Trace' | 'Page' | 'Saved search' | 'Recent search' | 'Service';
  href: string;
}

/** With nothing typed, few of each kind. */
const FEW = 8;
const MOST = 50;

export interface Known {
  saved: readonly KeptSearch[];
  recent: readonly KeptSearch[];
  services: readonly string[];
}

/** What fits the text, the surest first. */
export function destinations(typed: string, known: Known): Destination[] {
  const found: Destination[] = [];
  const traceId = asTraceId(typed);
  if (traceId !== undefined) {
    found.push({ id: 'trace', label: `Open trace ${traceId}`, kind: 'Trace', href: traceHref(traceId) });
  }
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (label: string) => words.every((word) => label.toLowerCase().includes(word));
  const add = (kind: Destination['kind'], entries: { label: string; href: string }[]) => {
    const fitting = entries.filter(({ label }) => fits(label));
    for (const { label, href } of words.length === 0 ? fitting.slice(0, FEW) : fitting) {
      if (found.length < MOST) found.push({ id: `${kind} ${href}`, kind, label: clip(label), href });
    }
  };
  add('Page', places());
  add('Saved search', known.saved.map(({ name, href }) => ({ label: name, href })));
  add('Recent search', known.recent.map(({ name, href }) => ({ label: name, href })));
  add('Service', known.services.flatMap(ofService));
  return found;
}

function ofService(service: string): { label: string; href: string }[] {
  const name = clip(service, 100);
  const lookback = config().search.defaultLookback;
  const found = [{ label: `Traces of ${name}`, href: searchHref({ service, lookback }) }];
  if (capabilities().metricsStorage) found.push({ label: `Metrics of ${name}`, href: monitorHref({ service }) });
  return found;
}
