import { mark } from '../../model/color';
import { count, countShort, duration, percent } from '../../model/format';
import type { ServiceNode } from '../../model/serviceGraph';
import type { DependenciesState } from '../../url/dependencies';
import { fillOf } from './MarkPatterns';
import { NODE_HEIGHT } from './usePlaces';

export interface NodeBoxProps {
  /** Its place in the list. */
  index: number;
  node: ServiceNode;
  x: number;
  y: number;
  width: number;
  metric: DependenciesState['metric'];
  latency?: number;
  isSelected: boolean;
  isFocus: boolean;
  isFaint: boolean;
}

export function NodeBox({ index, node, x, y, width, metric, latency, isSelected, isFocus, isFaint }: NodeBoxProps) {
  const name = node.name === '' ? '(no service name)' : node.name;
  const room = Math.floor((width - 30) / 6.7);
  const color = isFaint ? 'var(--muted)' : 'var(--text)';
  const failing = metric === 'errors' && (node.errorsIn ?? 0) > 0;
  return (
    <g data-service={index} transform={`translate(${x},${y})`}>
      <title>{`${name.slice(0, 200)}: ${count(node.callsIn)} calls in, ${count(node.callsOut)} out`}</title>
      <rect
        width={width}
        height={NODE_HEIGHT}
        rx="4"
        fill={isSelected ? 'var(--accent-ground)' : 'var(--raised)'}
        stroke={isSelected ? 'var(--accent)' : failing ? 'var(--error)' : 'var(--line-strong)'}
        strokeWidth={isSelected || isFocus ? 2 : 1}
      />
      <rect x="8" y="9" width="10" height="10" rx="2" fill={fillOf(mark(node.name))} opacity={isFaint ? 0.35 : 1} />
      <text x="24" y="18" fontSize="12" fontWeight={isFaint ? 400 : 600} fill={color}>
        {name.length > room ? `${name.slice(0, room - 1)}…` : name}
      </text>
      <text x="24" y="33" fontSize="12" fill={failing ? 'var(--error)' : 'var(--muted)'}>
        {second(node, metric, latency)}
      </text>
    </g>
  );
}

function second(node: ServiceNode, metric: DependenciesState['metric'], latency: number | undefined): string {
  if (metric === 'latency') return latency === undefined ? 'p95 –' : `p95 ${duration(latency)}`;
  if (metric === 'errors' && node.errorsIn && node.callsIn > 0) {
    return `${percent(node.errorsIn / node.callsIn)} failed`;
  }
  if (node.callsIn === 0) return `${countShort(node.callsOut)} out`;
  return `${countShort(node.callsIn)} in`;
}
