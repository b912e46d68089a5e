// Where the palette can lead.

import { clip } from '../model/format';
import { monitorHref } from '../url/monitor';
import { searchHref } from '../url/search';
import { traceHref } from '../url/trace';
import { asTraceId } from '../url/traceId';
import { capabilities, config } from './config';
import { places } from './routes';
import type { KeptSearch } from './searches';
import { openHelp, openSettings } from './shell';

export interface Destination {
  id: string;
  label: string;
  /** What kind of thing it is. */
  kind: 'Trace' | 'Page' | 'Dialog' | 'Saved search' | 'Recent search' | 'Service';
  /** A path of the app, or what opens a dialog over the page. */
  to: string | (() => void);
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
    found.push({ id: 'trace', label: `Open trace ${traceId}`, kind: 'Trace', to: traceHref(traceId) });
  }
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (label: string) => words.every((word) => label.toLowerCase().includes(word));
  const add = (kind: Destination['kind'], entries: { label: string; to: Destination['to'] }[]) => {
    const fitting = entries.filter(({ label }) => fits(label));
    for (const { label, to } of words.length === 0 ? fitting.slice(0, FEW) : fitting) {
      const place = typeof to === 'string' ? to : label;
      if (found.length < MOST) found.push({ id: `${kind} ${place}`, kind, label: clip(label), to });
    }
  };
  add('Page', places().map(({ label, href }) => ({ label, to: href })));
  add('Dialog', DIALOGS);
  add('Saved search', known.saved.map(({ name, href }) => ({ label: name, to: href })));
  add('Recent search', known.recent.map(({ name, href }) => ({ label: name, to: href })));
  add('Service', known.services.flatMap(ofService));
  return found;
}

const DIALOGS = [
  { label: 'Settings', to: openSettings },
  { label: 'Help and keys', to: openHelp },
];

function ofService(service: string): { label: string; to: string }[] {
  const name = clip(service, 100);
  const lookback = config().search.defaultLookback;
  const found = [{ label: `Traces of ${name}`, to: searchHref({ service, lookback }) }];
  if (capabilities().metricsStorage) found.push({ label: `Metrics of ${name}`, to: monitorHref({ service }) });
  return found;
}
