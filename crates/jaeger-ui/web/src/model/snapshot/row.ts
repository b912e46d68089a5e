// One row of the tree as HTML.

import { Flag, Kind, spanIdOf, Status } from '../columns';
import type { Columns } from '../columns';
import { mark } from '../color';
import { clip, count, duration, durationExact } from '../format';
import { data, escape } from './escape';
import { frameOf } from './facts';
import type { SnapshotFacts } from './facts';
import type { SnapshotLine } from './lines';

/** Deeper rows stand where these do, and say how deep they are: parsers of HTML nest no deeper than some hundreds. */
export const MOST_LEVELS = 60;
/** Farther in there would be no room for names. */
const MOST_INDENTED = 24;
const INDENT = 14;
const KINDS = Object.keys(Kind);

/** @param carried what opens below the row of a span, as HTML */
export function rowHtml(facts: SnapshotFacts, line: SnapshotLine, carried = ''): string {
  switch (line.is) {
    case 'span': {
      const { columns } = facts.model;
      const { row } = line;
      const cells = figures(facts, columns.services[columns.service[row]], columns.start[row], columns.duration[row]);
      const summary = name(line.level, spanName(facts, line)) + cells;
      return `<details><summary class="line">${summary}</summary><div class="carried">${identity(facts, row)}${carried}</div></details>`;
    }
    case 'group': {
      const { group } = line;
      const { columns } = facts.model;
      const service = columns.services[group.service];
      const parts = [named(service, columns.names[group.name]), tag(`×${count(group.rows.length)}`)];
      if (group.errors > 0) parts.push(tag(`${count(group.errors)} failed`, true));
      parts.push(tag(`median ${duration(group.median)}, p95 ${duration(group.p95)}, longest ${duration(group.max)}`));
      return `<div class="line">${name(line.level, parts)}${figures(facts, service, group.start, group.end - group.start)}</div>`;
    }
    case 'gap':
      return note(line.level, `${duration(line.gap.end - line.gap.start)} without work`);
    case 'left out': {
      const { spans, errors } = line.part;
      const failed = errors > 0 ? `, ${count(errors)} failed` : '';
      return note(line.level, `${count(spans)} ${spans === 1 ? 'span' : 'spans'} left out by the service filter${failed}`);
    }
  }
}

export function markHtml(service: string): string {
  return `<span class="mark ${markClass(service)}"></span>`;
}

function markClass(service: string): string {
  const { hue, fill } = mark(service);
  return `s${hue} ${fill}`;
}

function note(level: number, text: string): string {
  return `<div class="line muted">${name(level, [escape(text)])}</div>`;
}

function name(level: number, parts: readonly string[]): string {
  const indent = Math.min(level, MOST_INDENTED) * INDENT;
  return `<span class="name" style="padding-left:min(${indent}px,50%)">${parts.filter(Boolean).join(' ')}</span>`;
}

function spanName({ model: { columns, derived } }: SnapshotFacts, { row, level, folded }: SnapshotLine & { is: 'span' }): string[] {
  const badge = columns.badges[columns.badge[row]];
  const isFailed = columns.status[row] === Status.error;
  const below = folded > 0 ? derived.errorsBelow[row] : 0;
  return [
    named(columns.services[columns.service[row]], columns.names[columns.name[row]]),
    badge === '' ? '' : tag(clip(badge, 40)),
    isFailed ? tag('failed', true) : '',
    folded > 0 ? tag(`${count(folded)} folded${below > 0 ? `, ${count(below)} failed` : ''}`, below > 0) : '',
    level >= MOST_LEVELS ? tag(`level ${count(level + 1)}`) : '',
  ];
}

function named(service: string, spanName: string): string {
  return `${markHtml(service)}<span class="service">${data(service, 80, '(no service)')}</span>${data(spanName, 200, '(no name)')}`;
}

function tag(text: string, isProblem = false): string {
  return `<span class="tag${isProblem ? ' problem' : ''}">${data(text)}</span>`;
}

/** When it starts, how long it lasts, and both as a bar. */
function figures(facts: SnapshotFacts, service: string, start: number, length: number): string {
  const frame = frameOf(facts);
  const share = (nanos: number) => Math.min(100, Math.max(0, (nanos / frame.length) * 100));
  const left = share(start - frame.start);
  const width = Math.min(share(length), 100 - left);
  const bar = `<span class="bar ${markClass(service)}" style="left:min(${left.toFixed(3)}%,100% - 2px);width:${width.toFixed(3)}%"></span>`;
  return (
    `<span><span class="hidden">starts at </span>${escape(duration(start))}</span>` +
    `<span><span class="hidden">lasts </span>${escape(duration(length))}</span><span class="track">${bar}</span>`
  );
}

/** What the columns know of a span. */
function identity({ model: { columns, derived } }: SnapshotFacts, row: number): string {
  const critical = derived.onCritical[row];
  const pairs = [
    ['Span id', spanIdOf(columns, row)],
    ['Kind', KINDS[columns.kind[row]] ?? ''],
    ['Duration', durationExact(columns.duration[row])],
    ['Self', duration(derived.self[row])],
    critical > 0 ? ['Critical', duration(critical)] : [],
    ['Remarks', remarks(columns, row)],
  ];
  const shown = pairs.filter(([, text]) => text).map(([key, text]) => `<div><dt>${key}</dt><dd>${escape(text)}</dd></div>`);
  return `<dl class="figures">${shown.join('')}</dl>`;
}

const REMARKS: readonly [flag: number, text: string][] = [
  [Flag.missingParent, 'its parent is not in the trace'],
  [Flag.skewAdjusted, 'its times were moved because clocks differ'],
  [Flag.duplicateId, 'another span has the same id'],
  [Flag.cycle, 'it is its own ancestor'],
  [Flag.unfinished, 'it has not ended as far as is known'],
  [Flag.summary, 'it stands for many spans'],
];

function remarks({ flags }: Columns, row: number): string {
  return REMARKS.filter(([flag]) => (flags[row] & flag) !== 0).map(([, text]) => text).join('; ');
}
