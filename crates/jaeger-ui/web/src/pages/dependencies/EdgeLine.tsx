import { count, countShort, percent } from '../../model/format';
import type { Edge } from '../../model/serviceGraph';

export interface EdgeLineProps {
  /** Places of both services in the list. */
  from: number;
  to: number;
  edge: Edge;
  points: readonly { x: number; y: number }[];
  /** 0 to 1: how thick. */
  weight: number;
  /** The share of failed calls, when that is looked at. */
  rate?: number;
  isNear: boolean;
  isLabelled: boolean;
}

/** An arrow: the thicker the more calls, red and broken when some fail, with the numbers beside it. */
export function EdgeLine({ from, to, edge, points, weight, rate, isNear, isLabelled }: EdgeLineProps) {
  if (points.length < 2) return null;
  const width = 1 + 4 * weight;
  const fails = rate !== undefined && rate > 0;
  const color = fails ? 'var(--error)' : isNear ? 'var(--accent)' : 'var(--line-strong)';
  const end = points[points.length - 1];
  const before = points[points.length - 2];
  const middle = middleOf(points);
  const label = !fails ? countShort(edge.calls) : `${countShort(edge.calls)}, ${percent(rate)} failed`;
  return (
    <g data-from={from} data-to={to} data-near-chosen={isNear || undefined}>
      <title>{`${edge.parent.slice(0, 100)} → ${edge.child.slice(0, 100)}: ${count(edge.calls)} calls${failedText(edge)}`}</title>
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
          {label}
        </text>
      )}
    </g>
  );
}

function failedText({ errors, calls }: Edge): string {
  return errors === undefined || calls === 0 ? '' : `, ${count(errors)} failed (${percent(errors / calls)})`;
}

/** A smooth line through all points. */
function pathOf(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  let path = `M${first.x},${first.y}`;
  for (let at = 0; at < rest.length - 1; at++) {
    const [here, next] = [rest[at], rest[at + 1]];
    const last = at === rest.length - 2;
    const to = last ? next : { x: (here.x + next.x) / 2, y: (here.y + next.y) / 2 };
    path += `Q${here.x},${here.y} ${to.x},${to.y}`;
  }
  if (rest.length === 1) path += `L${rest[0].x},${rest[0].y}`;
  return path;
}

/** A point of that line, about half way. */
function middleOf(points: readonly { x: number; y: number }[]): { x: number; y: number } {
  const at = Math.floor((points.length - 1) / 2);
  const [a, b] = [points[at], points[at + 1]];
  if (points.length !== 3) return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const of = (axis: 'x' | 'y') => points[0][axis] / 4 + points[1][axis] / 2 + points[2][axis] / 4;
  return { x: of('x'), y: of('y') };
}

function arrow(from: { x: number; y: number }, to: { x: number; y: number }, size: number): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const corner = (turn: number) => {
    const [x, y] = [to.x - size * Math.cos(angle + turn), to.y - size * Math.sin(angle + turn)];
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  return `M${to.x},${to.y}L${corner(0.5)}L${corner(-0.5)}Z`;
}
