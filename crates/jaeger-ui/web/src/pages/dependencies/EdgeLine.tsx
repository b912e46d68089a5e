import { count, countShort, duration, percent } from '../../model/format';
import type { Edge } from '../../model/serviceGraph';

export interface EdgeLineProps {
  /** Places of both services in the list. */
  from: number;
  to: number;
  edge: Edge;
  points: readonly Point[];
  /** 0 to 1: how thick. */
  weight: number;
  /** The share of failed calls, when that is looked at. */
  rate?: number;
  /** The 95th percentile of the called service, whoever calls it, when that is looked at. */
  latency?: { nanos: number; /** 0 to 1: how slow among the others. */ share: number };
  isNear: boolean;
  /** Where along the line its number stands, 0 to 1. */
  labelAt: number;
  isLabelled: boolean;
}

/**
 * An arrow: the thicker the more calls, red and broken when some fail, darker where it leads to a slow service, with
 * the numbers beside it.
 */
export function EdgeLine({ from, to, edge, points, weight, rate, latency, isNear, isLabelled, labelAt }: EdgeLineProps) {
  if (points.length < 2) return null;
  const width = 1 + 4 * weight;
  const fails = rate !== undefined && rate > 0;
  const color = colorOf(fails, latency?.share, isNear);
  const end = points[points.length - 1];
  const before = points[points.length - 2];
  const middle = pointAt(points, labelAt);
  const slow = latency === undefined ? '' : `; p95 of the called service over all its callers: ${duration(latency.nanos)}`;
  return (
    <g data-from={from} data-to={to} data-near-chosen={isNear || undefined}>
      <title>{`${edge.parent.slice(0, 100)} → ${edge.child.slice(0, 100)}: ${count(edge.calls)} calls${failedText(edge)}${slow}`}</title>
      <path d={pathOf(points)} fill="none" stroke="transparent" strokeWidth={Math.max(width, 10)} />
      <path
        d={pathOf(points)}
        fill="none"
        stroke={color}
        strokeWidth={width}
        strokeDasharray={fails ? '7 3' : undefined}
        strokeLinecap="butt"
      />
      <path d={arrow(before, end, 5 + width)} fill={color} />
      {isLabelled && (
        <text
          x={middle.x}
          y={middle.y + 4}
          textAnchor="middle"
          fontSize="12"
          fill={fails ? 'var(--error)' : 'var(--text)'}
          stroke="var(--ground)"
          strokeWidth="4"
          strokeLinejoin="round"
          paintOrder="stroke"
        >
          <tspan x={middle.x} dy={fails ? -7 : 0}>
            {countShort(edge.calls)}
          </tspan>
          {fails && (
            <tspan x={middle.x} dy={15}>
              {percent(rate)} failed
            </tspan>
          )}
        </text>
      )}
    </g>
  );
}

function colorOf(fails: boolean, slowness: number | undefined, isNear: boolean): string {
  if (fails) return 'var(--error)';
  if (slowness !== undefined) {
    return `color-mix(in srgb, var(--warning) ${Math.round(slowness * 100)}%, var(--line-strong))`;
  }
  return isNear ? 'var(--accent)' : 'var(--line-strong)';
}

function failedText({ errors, calls }: Edge): string {
  return errors === undefined || calls === 0 ? '' : `, ${count(errors)} failed (${percent(errors / calls)})`;
}

interface Point {
  x: number;
  y: number;
}

/** The parts of a smooth line: from, bent towards, to. */
function bends([first, ...rest]: readonly Point[]): [Point, Point, Point][] {
  if (rest.length === 1) return [[first, first, rest[0]]];
  const parts: [Point, Point, Point][] = [];
  let from = first;
  for (let at = 0; at < rest.length - 1; at++) {
    const [here, next] = [rest[at], rest[at + 1]];
    const to = at === rest.length - 2 ? next : { x: (here.x + next.x) / 2, y: (here.y + next.y) / 2 };
    parts.push([from, here, to]);
    from = to;
  }
  return parts;
}

function pathOf(points: readonly Point[]): string {
  const parts = bends(points).map(([, bend, to]) => `Q${bend.x},${bend.y} ${to.x},${to.y}`);
  return `M${points[0].x},${points[0].y}${parts.join('')}`;
}

/** A point of the line, this share of its parts along. */
function pointAt(points: readonly Point[], share: number): Point {
  const parts = bends(points);
  const at = Math.min(Math.floor(share * parts.length), parts.length - 1);
  const [from, bend, to] = parts[at];
  const t = share * parts.length - at;
  const on = (axis: 'x' | 'y') => (1 - t) ** 2 * from[axis] + 2 * t * (1 - t) * bend[axis] + t ** 2 * to[axis];
  return { x: on('x'), y: on('y') };
}

function arrow(from: Point, to: Point, size: number): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const corner = (turn: number) => {
    const [x, y] = [to.x - size * Math.cos(angle + turn), to.y - size * Math.sin(angle + turn)];
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  return `M${to.x},${to.y}L${corner(0.5)}L${corner(-0.5)}Z`;
}
