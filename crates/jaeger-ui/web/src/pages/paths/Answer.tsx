import type { FoundPaths } from '../../api/paths';
import { clip, count, counted } from '../../model/format';
import type { PathGraph } from '../../model/paths/graph';
import type { PathPart } from '../../model/paths/part';
import { AnswerLine } from '../bar/AnswerLine';

export interface AnswerProps {
  found: FoundPaths;
  graph: PathGraph;
  part: PathPart;
  name: string;
}

/** How many ways there are, of how many traces, and what of them is not seen. */
export function Answer({ found, graph, part, name }: AnswerProps) {
  const { nodes, paths, traces, isCut } = graph;
  const hidden = [
    part.before > 0 && `${count(part.before)} before the callers`,
    part.behind > 0 && `${count(part.behind)} behind the callees`,
    part.of > part.nodes.length && `${count(part.of - part.nodes.length)} of the fewest traces`,
  ].filter(Boolean);
  return (
    <AnswerLine>
      <strong>{counted(paths.length, 'path')}</strong>
      <span>
        through <span className="data">{clip(name, 100)}</span> in {found.isFull && 'the newest '}
        {counted(traces, 'trace')}
      </span>
      <span>{counted(nodes.filter(({ level }) => level === -1).length, 'caller')}</span>
      <span>{counted(nodes.filter(({ level }) => level === 1).length, 'callee')}</span>
      {hidden.length > 0 && (
        <span className="muted">
          {counted(nodes.length - part.nodes.length, 'step')} not drawn: {hidden.join(', ')}
        </span>
      )}
      {found.large > 0 && <span className="muted">{counted(found.large, 'trace')} left out as too large</span>}
      {found.unread > 0 && <span className="muted">{counted(found.unread, 'trace')} could not be read</span>}
      {isCut && <span className="muted">Too many different steps: some are left out</span>}
    </AnswerLine>
  );
}
