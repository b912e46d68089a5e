import { mark } from '../../model/color';
import type { Mark } from '../../model/color';

/** The fill of a service's mark within the drawing. */
export function fillOf({ hue, fill }: Mark): string {
  return fill === 'plain' ? `var(--service-${hue})` : `url(#mark-${fill}-${hue})`;
}

/** The hatched and dotted fills in use. */
export function MarkPatterns({ services }: { services: readonly { name: string }[] }) {
  const used = new Map<string, Mark>();
  for (const { name } of services) {
    const found = mark(name);
    if (found.fill !== 'plain') used.set(fillOf(found), found);
  }
  return (
    <defs>
      {[...used.values()].map(({ hue, fill }) => (
        <pattern key={`${fill}-${hue}`} id={`mark-${fill}-${hue}`} width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" fill={`var(--service-${hue})`} />
          {fill === 'hatch' ? (
            <path d="M-1,6L6,-1" stroke="var(--ground)" strokeWidth="1.5" />
          ) : (
            <circle cx="2.5" cy="2.5" r="1.2" fill="var(--ground)" />
          )}
        </pattern>
      ))}
    </defs>
  );
}
