// What one span carries, as HTML. Everything in it is bounded, and what is left out is counted.

import { eventName } from '../eventName';
import { bytes, count, duration } from '../format';
import type { Attributes, SpanDetail } from '../span';
import { valueText } from '../value';
import { data, escape } from './escape';
import type { SnapshotWords } from './facts';
import type { Resources } from './resources';

const MOST_ATTRIBUTES = 60;
const MOST_EVENTS = 20;
const MOST_OF_EVENT = 20;
const MOST_LINKS = 20;
const MOST_WARNINGS = 10;
/** Of one value: a stack trace is there as a whole. */
const MOST_TEXT = 4_000;

export function carriedHtml(span: SpanDetail, words: SnapshotWords, resources: Resources): string {
  const parts: string[] = [];
  if (span.status.message !== '') parts.push(`<p class="message problem">${data(span.status.message, MOST_TEXT)}</p>`);
  for (const warning of span.warnings.slice(0, MOST_WARNINGS)) parts.push(`<p class="message">${data(warning, MOST_TEXT)}</p>`);
  parts.push(leftOut(span.warnings.length - MOST_WARNINGS, 'warnings'));
  if (span.attributes.length > 0) parts.push(`<h3>${words.attributes}</h3>`, pairsHtml(span.attributes, MOST_ATTRIBUTES));
  if (span.events.length > 0) parts.push(`<h3>${words.events}</h3>`, eventsHtml(span));
  if (span.links.length > 0) parts.push(`<h3>${words.links}</h3>`, linksHtml(span));
  const resource = resources.linkTo(span.resource);
  if (resource !== '') parts.push(`<p>${resource}</p>`);
  return parts.join('');
}

/** By key. */
export function pairsHtml(attributes: Attributes, most: number): string {
  if (attributes.length === 0) return '';
  const sorted = attributes.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const rows = sorted.slice(0, most).map(({ key, value }) => {
    const text = valueText(value);
    const cut = text.length > MOST_TEXT ? ` <span class="muted">cut, ${bytes(text.length)} in all</span>` : '';
    return `<div><dt>${data(key, 200)}</dt><dd>${data(text, MOST_TEXT, '<span class="muted">(empty)</span>')}${cut}</dd></div>`;
  });
  return `<dl class="pairs">${rows.join('')}</dl>${leftOut(attributes.length - most, 'more')}`;
}

function eventsHtml({ events, startUnixNano }: SpanDetail): string {
  const items = events.slice(0, MOST_EVENTS).map((event) => {
    const at = Number(event.timeUnixNano - startUnixNano);
    const time = at < 0 ? duration(at) : `+${duration(at)}`;
    return `<li><p>${escape(time)} <strong>${data(eventName(event), 300, '(no name)')}</strong></p>${pairsHtml(event.attributes, MOST_OF_EVENT)}</li>`;
  });
  return `<ol class="events">${items.join('')}</ol>${leftOut(events.length - MOST_EVENTS, 'more')}`;
}

function linksHtml({ links }: SpanDetail): string {
  const items = links.slice(0, MOST_LINKS).map(
    ({ traceId, spanId, attributes }) =>
      `<li><p>Trace ${data(traceId, 40)}, span ${data(spanId, 40)}</p>${pairsHtml(attributes, MOST_OF_EVENT)}</li>`,
  );
  return `<ul class="events">${items.join('')}</ul>${leftOut(links.length - MOST_LINKS, 'more')}`;
}

function leftOut(number: number, what: string): string {
  return number > 0 ? `<p class="muted">${count(number)} ${what} left out</p>` : '';
}
