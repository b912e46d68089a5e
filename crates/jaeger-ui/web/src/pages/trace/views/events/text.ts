// What is written of an event, and what a filter finds in it.

import type { TraceEvent } from '../../../../api/source';
import type { Columns } from '../../../../model/columns';
import { eventName } from '../../../../model/eventName';
import { clip } from '../../../../model/format';

const STACK = 'exception.stacktrace';

export interface EventText {
  /** An exception's type and message, else the event's name. */
  title: string;
  isException: boolean;
  /** The stack trace, whole; empty without one. */
  stack: string;
  /** Attributes that the title and the stack do not say. */
  rest: { key: string; value: string }[];
}

export function eventText({ name, attributes }: TraceEvent): EventText {
  const value = (key: string) => attributes.find((attribute) => attribute.key === key)?.value ?? '';
  const [type, message] = [value('exception.type'), value('exception.message')];
  const isException = name === 'exception' || type !== '';
  if (!isException) return { title: eventName({ name, attributes }), isException, stack: '', rest: attributes };
  const title = [type, message].filter((part) => part !== '').join(': ');
  const said = new Set(['exception.type', 'exception.message', STACK]);
  return {
    title: title === '' ? name : title,
    isException,
    stack: value(STACK),
    rest: attributes.filter(({ key }) => !said.has(key)),
  };
}

/** Attributes in one line, no longer than a cell can take. */
export function attributeLine(attributes: readonly { key: string; value: string }[]): string {
  let line = '';
  for (const { key, value } of attributes) {
    if (line.length > 300) break;
    line += `${line === '' ? '' : '  '}${clip(key, 80)}=${clip(value, 160)}`;
  }
  return clip(line);
}

/** Whether every word is in the event, its attributes, its span's name or its service. */
export function eventFilter(columns: Columns, text: string): (event: TraceEvent) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return ({ row, name, attributes }) =>
    words.every(
      (word) =>
        name.toLowerCase().includes(word) ||
        columns.services[columns.service[row]].toLowerCase().includes(word) ||
        columns.names[columns.name[row]].toLowerCase().includes(word) ||
        attributes.some(({ key, value }) => `${key}=${value}`.toLowerCase().includes(word)),
    );
}
