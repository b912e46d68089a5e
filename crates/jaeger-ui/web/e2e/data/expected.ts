// What a page must show of what a client's library sent.

import type { Run } from './clients';
import { callerOf } from './sent';
import type { SentAttributes, SentSpan } from './sent';

/** A value in one line, or a list with a line for each member. */
export type Shown = string | string[];

/** Each span with those that called it, `!` after what failed; in no order, since clocks are coarse. */
export function structureOf(trace: readonly SentSpan[]): string[] {
  const path = (span: SentSpan): string => {
    const caller = callerOf(span, trace);
    const before = caller === undefined ? '' : `${path(caller)} > `;
    return `${before}${span.service} ${span.name}${span.status === 'error' ? ' !' : ''}`;
  };
  return trace.map(path).sort();
}

/** The span that says most, of those that can be told from the others by their names. */
export function tellingSpan(trace: readonly SentSpan[]): SentSpan {
  const isAlone = ({ service, name }: SentSpan) => trace.filter((span) => span.service === service && span.name === name).length === 1;
  const alone = trace.filter(isAlone);
  const failed = alone.filter(({ status }) => status === 'error');
  const said = ({ attributes, events, links }: SentSpan) => 100 * (events.length + links.length) + Object.keys(attributes).length;
  return (failed.length > 0 ? failed : alone).reduce((most, span) => (said(span) > said(most) ? span : most));
}

export function shownAttributes(attributes: SentAttributes, run: Run): Record<string, Shown> {
  return Object.fromEntries(Object.entries(attributes).map(([key, { value, type }]) => [key, shownValue(value, type, run)]));
}

type SentValue = SentAttributes[string]['value'];

/** Jaeger's Thrift has no lists: each library writes them as a text of its own. */
function shownValue(value: SentValue, type: string, { client, protocol }: Run): Shown {
  if (!Array.isArray(value)) return String(value) === '' ? '(empty)' : String(value);
  const members = value.map(String);
  if (!protocol.startsWith('thrift')) return members;
  if (client === 'node') return members.join(',');
  if (client === 'python') return `(${value.map((member) => pythonText(member, type)).join(', ')})`;
  return members;
}

function pythonText(member: string | number | boolean, type: string): string {
  if (type === 'string[]') return `'${member}'`;
  if (typeof member === 'boolean') return member ? 'True' : 'False';
  return type === 'float64[]' && Number.isInteger(member) ? `${member}.0` : String(member);
}

/** The words with which a failure is explained. */
export function failureOf({ status_message: message, events, attributes }: SentSpan): string {
  const exception = events.find(({ name }) => name === 'exception');
  return message || String(exception?.attributes['exception.message']?.value ?? attributes.error?.value ?? '');
}
