import { count, percent } from '../../model/format';
import { hasErrors } from '../../model/serviceGraph';
import type { ServiceGraph } from '../../model/serviceGraph';
import type { DependenciesState } from '../../url/dependencies';
import { AnswerLine } from '../bar/AnswerLine';
import styles from './Answer.module.css';

/** What an engineer would say of the picture. */
export function Answer({
  whole,
  shown,
  state,
}: {
  whole: ServiceGraph;
  shown: ServiceGraph;
  state: DependenciesState;
}) {
  if (whole.edges.length === 0) return null;
  const calls = shown.edges.reduce((sum, edge) => sum + edge.calls, 0);
  const errors = shown.edges.reduce((sum, edge) => sum + (edge.errors ?? 0), 0);
  const busiest = shown.edges.find(({ parent, child }) => parent !== child);
  const part = shown === whole ? '' : ` of ${count(whole.nodes.length)}`;
  return (
    <AnswerLine>
      <strong>
        {count(shown.nodes.length)}
        {part} {shown.nodes.length === 1 ? 'service' : 'services'}
      </strong>
      {state.focus !== undefined && (
        <span>
          around <span className="data">{state.focus.slice(0, 100)}</span>
        </span>
      )}
      <span>{count(calls)} calls</span>
      {hasErrors(shown.edges) && (
        <span className={errors > 0 ? styles.error : undefined}>
          {count(errors)} failed ({percent(calls === 0 ? 0 : errors / calls)})
        </span>
      )}
      {busiest && (
        <span>
          busiest:{' '}
          <span className="data">
            {busiest.parent.slice(0, 60)} → {busiest.child.slice(0, 60)}
          </span>{' '}
          with {count(busiest.calls)}
        </span>
      )}
    </AnswerLine>
  );
}
