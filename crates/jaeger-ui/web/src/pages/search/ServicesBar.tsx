import { mark } from '../../model/color';
import { clip, count } from '../../model/format';
import type { ServiceShare } from '../../api/summaries';
import { Icon } from '../../ui/Icon';
import styles from './ServicesBar.module.css';

/** More could not be told apart in so little room. */
const MOST = 12;

/** Whose spans a trace has, and who failed in it. */
export function ServicesBar({ services, rootService }: { services: readonly ServiceShare[]; rootService: string }) {
  const failed = services.filter(({ errors }) => errors > 0).sort(
    // The root fails with whatever fails below it, so it is the last to be named.
    (a, b) => Number(a.name === rootService) - Number(b.name === rootService) || b.errors - a.errors,
  );
  return (
    <span className={styles.cell}>
      <span className={styles.bar} style={{ backgroundImage: stripes(services) }} />
      {failed.length > 0 && (
        <span className={styles.failed}>
          <Icon name="error" />
          <span className="cut">{clip(failed[0].name, 80)}</span>
          {failed.length > 1 && <span className={styles.more}>+{failed.length - 1}</span>}
        </span>
      )}
    </span>
  );
}

/** Who has how many spans, for the tooltip. */
export function servicesTitle(services: readonly ServiceShare[]): string {
  return byShare(services)
    .slice(0, MOST)
    .map(({ name, spans, errors }) => `${name} ${count(spans)}${errors > 0 ? ` (${count(errors)} failed)` : ''}`)
    .join(', ');
}

function byShare(services: readonly ServiceShare[]): ServiceShare[] {
  return [...services].sort((a, b) => b.spans - a.spans);
}

function stripes(services: readonly ServiceShare[]): string {
  const shown = byShare(services).slice(0, MOST);
  const all = shown.reduce((sum, { spans }) => sum + spans, 0) || 1;
  let at = 0;
  const stops: string[] = [];
  for (const { name, spans } of shown) {
    const color = `var(--service-${mark(name).hue})`;
    const end = at + (100 * spans) / all;
    // A hair of the ground between two services keeps equal hues apart.
    stops.push(`${color} ${at.toFixed(2)}%`, `${color} calc(${end.toFixed(2)}% - 1px)`);
    stops.push(`var(--ground) calc(${end.toFixed(2)}% - 1px)`, `var(--ground) ${end.toFixed(2)}%`);
    at = end;
  }
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
