import type { TraceModel } from '../../model/columns';
import type { CompareSummary } from '../../model/compareSummary';
import type { DiffNode } from '../../model/diff';
import { clip, count, duration, durationExact, percent } from '../../model/format';
import { Icon } from '../../ui/Icon';
import styles from './Answer.module.css';

export interface AnswerProps {
  summary: CompareSummary;
  a: TraceModel;
  b: TraceModel;
  nodes: readonly DiffNode[];
}

/** Shorter differences, as a share of the longer trace, are no differences. */
const SAME = 0.01;

/** The question answered before the details. */
export function Answer({ summary, a, b, nodes }: AnswerProps) {
  const { delta, cause, errorsA, errorsB } = summary;
  const [ofA, ofB] = [a.columns.durationNano, b.columns.durationNano];
  const isSame = Math.abs(delta) <= Math.max(ofA, ofB) * SAME;
  return (
    <div className={styles.answer}>
      <p className={styles.first}>
        {isSame ? (
          <strong>Both take {duration(ofA)}</strong>
        ) : (
          <strong title={durationExact(Math.abs(delta))}>
            B is {duration(Math.abs(delta))} {delta > 0 ? 'slower' : 'faster'}
          </strong>
        )}
        {!isSame && (
          <span>
            {' '}
            ({duration(ofB)} against {duration(ofA)})
          </span>
        )}
        {cause && (
          <span>
            ; {cause.share >= 0.995 ? 'all' : percent(cause.share)} of it in{' '}
            <strong className="data">
              {clip(cause.service, 80)} {clip(cause.name, 80)}
            </strong>
          </span>
        )}
        .
      </p>
      <p className={styles.rest}>
        {pathsText(summary, nodes.length)}.
        {(errorsA > 0 || errorsB > 0) && (
          <span className={errorsA === errorsB ? undefined : styles.errors}>
            <Icon name="error" />
            {errorsA === errorsB
              ? `${count(errorsA)} failed ${errorsA === 1 ? 'span' : 'spans'} in each`
              : `${count(errorsA)} failed in A, ${count(errorsB)} in B`}
          </span>
        )}
      </p>
    </div>
  );
}

function pathsText({ onlyA, onlyB, recounted }: CompareSummary, paths: number): string {
  if (onlyA + onlyB === paths) return 'They have no path in common, so they may be different operations';
  const parts = [
    onlyA > 0 ? `${count(onlyA)} only in A` : '',
    onlyB > 0 ? `${count(onlyB)} only in B` : '',
    recounted > 0 ? `${count(recounted)} with another number of spans` : '',
  ].filter(Boolean);
  return parts.length === 0
    ? `The same ${count(paths)} paths in both`
    : `Of ${count(paths)} paths, ${parts.join(', ')}`;
}
