import type { TraceCells } from '../../api/cells';
import type { ServiceShare, TraceSummary } from '../../api/summaries';
import { mark } from '../../model/color';
import { clip, count, duration } from '../../model/format';
import { Icon } from '../../ui/Icon';
import styles from './ServicesBar.module.css';
import { useCells } from './useCells';

/** More could not be told apart in so little room. */
const MOST = 12;

/** Whose work the time of a trace went into, and who failed in it. */
export function ServicesBar({ trace }: { trace: TraceSummary }) {
  const { cells, isSettled } = useCells(trace);
  const failed = trace.services.filter(({ errors }) => errors > 0);
  // Who failed first is not known before the cells are; with one service there is nothing to wait for.
  const isKnown = isSettled || failed.length < 2;
  return (
    <span className={styles.cell} title={clip(titleOf(trace, cells))}>
      <span className={styles.bar} style={{ backgroundImage: isSettled ? stripes(sharesOf(trace, cells)) : undefined }} />
      {failed.length > 0 && (
        <span className={styles.failed}>
          <Icon name="error" />
          {isKnown && (
            <>
              <span className="cut">{clip(originOf(trace, failed, cells), 80)}</span>
              {failed.length > 1 && <span className={styles.more}>+{failed.length - 1}</span>}
            </>
          )}
        </span>
      )}
    </span>
  );
}

/** Where the failure began; without knowing, the root is the last to be named, since it fails with whatever fails below. */
function originOf({ rootService }: TraceSummary, failed: readonly ServiceShare[], cells: TraceCells | undefined): string {
  const origin = cells?.failing[0]?.service;
  if (origin !== undefined && failed.some(({ name }) => name === origin)) return origin;
  const [first] = [...failed].sort(
    (a, b) => Number(a.name === rootService) - Number(b.name === rootService) || b.errors - a.errors,
  );
  return first.name;
}

interface Share {
  name: string;
  part: number;
}

/** Of the time; of the spans where times are not known. */
function sharesOf({ services }: TraceSummary, cells: TraceCells | undefined): Share[] {
  const busy = cells?.self.filter(({ nanos }) => nanos > 0).map(({ service, nanos }) => ({ name: service, part: nanos }));
  const shares = busy && busy.length > 0 ? busy : services.map(({ name, spans }) => ({ name, part: spans }));
  return shares.sort((a, b) => b.part - a.part).slice(0, MOST);
}

function titleOf({ services }: TraceSummary, cells: TraceCells | undefined): string {
  const failures = new Map(services.map(({ name, errors }) => [name, errors]));
  const busy = new Map(cells?.self.map(({ service, nanos }) => [service, nanos]));
  const spans = new Map(services.map((service) => [service.name, service.spans]));
  const names = cells ? [...new Set([...busy.keys(), ...spans.keys()])] : [...services].sort((a, b) => b.spans - a.spans).map(({ name }) => name);
  const parts = names.slice(0, MOST).map((name) => {
    const self = busy.get(name);
    const errors = failures.get(name) ?? 0;
    const facts = [
      ...(self === undefined ? [] : [`${duration(self)} self time`]),
      `${count(spans.get(name) ?? 0)} spans`,
      ...(errors > 0 ? [`${count(errors)} failed`] : []),
    ];
    return `${name}: ${facts.join(', ')}`;
  });
  const began = cells?.failing.map(({ service, name }) => `${service} ${name}`) ?? [];
  return [...(began.length > 0 ? [`Failed first: ${began.join('; ')}`] : []), ...parts].join('\n');
}

function stripes(shares: readonly Share[]): string {
  const all = shares.reduce((sum, { part }) => sum + part, 0) || 1;
  let at = 0;
  const stops: string[] = [];
  for (const { name, part } of shares) {
    const color = `var(--service-${mark(name).hue})`;
    const end = at + (100 * part) / all;
    // A hair of the ground between two services keeps equal hues apart.
    stops.push(`${color} ${at.toFixed(2)}%`, `${color} calc(${end.toFixed(2)}% - 1px)`);
    stops.push(`var(--ground) calc(${end.toFixed(2)}% - 1px)`, `var(--ground) ${end.toFixed(2)}%`);
    at = end;
  }
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
