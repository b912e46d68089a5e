import { useMemo } from 'react';
import type { CSSProperties, KeyboardEvent, MouseEvent } from 'react';

import { mark } from '../../model/color';
import type { TraceModel } from '../../model/columns';
import { clip, count, duration, percent } from '../../model/format';
import styles from './SelfTimeBar.module.css';
import type { Work } from './work';

interface Part {
  service: string;
  self: number;
  share: number;
  spans: number;
  errors: number;
}

/** More would be too narrow to press; they are summed up at the end. */
const MOST_PARTS = 8;
const LEAST_SHARE = 0.02;

/** Where the time went: the work of each service itself, without what it waited for. */
export function SelfTimeBar({ work }: { work: Work }) {
  const { model, matches, set } = work;
  const { shown, rest } = useMemo(() => partsOf(model), [model]);
  if (shown.length === 0) return null;

  function filter(service: string, event: MouseEvent) {
    const now = matches.services;
    let next = new Set([service]);
    // With a modifier it is added to what is shown, or taken out.
    if ((event.ctrlKey || event.metaKey || event.shiftKey) && now !== undefined) {
      next = new Set(now);
      if (!next.delete(service)) next.add(service);
    } else if (now?.size === 1 && now.has(service)) {
      next = new Set();
    }
    set({ services: next.size === 0 ? undefined : [...next].sort() }, { push: true });
  }

  return (
    <div role="group" aria-label="Self time by service" className={styles.bar} onKeyDown={moveWithin}>
      {shown.map((part, index) => (
        <button
          key={part.service}
          type="button"
          tabIndex={index === 0 ? 0 : -1}
          aria-pressed={matches.services?.has(part.service) ?? false}
          className={styles.part}
          style={styleOf(part)}
          title={describe(part)}
          onClick={(event) => filter(part.service, event)}
        >
          <span className={`${styles.color} ${styles[mark(part.service).fill]}`} />
          <span className={styles.text}>
            <span className="cut">{clip(part.service, 60) || '(no service)'}</span>
            <span className={styles.share}>{percent(part.share)}</span>
          </span>
        </button>
      ))}
      {rest.length > 0 && (
        <span
          className={styles.rest}
          style={{ flexGrow: rest.reduce((sum, { share }) => sum + share, 0) }}
          title={clip(rest.slice(0, 20).map(describe).join('\n'), 1000)}
        >
          <span className={styles.color} />
          <span className={styles.text}>+{count(rest.length)}</span>
        </span>
      )}
    </div>
  );
}

function partsOf({ columns, derived }: TraceModel): { shown: Part[]; rest: Part[] } {
  const { self, spans, errors } = derived.byService;
  const total = self.reduce((sum, nanos) => sum + nanos, 0);
  const parts = columns.services.map((service, index) => ({
    service,
    self: self[index],
    share: total > 0 ? self[index] / total : spans[index] / Math.max(1, columns.count),
    spans: spans[index],
    errors: errors[index],
  }));
  parts.sort((a, b) => b.share - a.share);
  const isShown = (part: Part, index: number) => index < MOST_PARTS && (part.share >= LEAST_SHARE || index === 0);
  return { shown: parts.filter(isShown), rest: parts.filter((part, index) => !isShown(part, index)) };
}

function describe({ service, self, share, spans, errors }: Part): string {
  const failed = errors > 0 ? `, ${count(errors)} failed` : '';
  const name = clip(service, 100) || '(no service)';
  return `${name}: ${percent(share)} of the work, ${duration(self)} in ${count(spans)} spans${failed}`;
}

function styleOf({ service, share }: Part): CSSProperties {
  return { flexGrow: share, '--mark': `var(--service-${mark(service).hue})` } as CSSProperties;
}

/** One stop of the Tab key, arrows within. */
function moveWithin(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[at + step]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
