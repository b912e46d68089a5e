import { useMemo } from 'react';

import { clip } from '../../../../model/format';
import { readStep } from '../../../../model/genai/readStep';
import type { SpanDetail } from '../../../../model/span';
import type { Work } from '../../work';
import styles from './GenAi.module.css';
import { textAs, TextChoice } from './TextChoice';
import { TurnBody } from './TurnBody';
import { usageWords } from './words';

export interface SpanConversationProps {
  work: Work;
  span: SpanDetail;
}

/** What one span said to a model and heard from it. */
export function SpanConversation({ work: { state, set }, span }: SpanConversationProps) {
  const step = useMemo(() => readStep(span), [span]);
  const turn = useMemo(
    () => ({ row: 0, step, depth: 0, parent: -1, hasSteps: false, fresh: step.input, earlier: [] }),
    [step],
  );
  const facts = [step.agent, step.provider, step.model, ...usageWords(step.usage)].filter((fact) => fact !== '');
  return (
    <div className={styles.single}>
      <TextChoice state={state} set={set} />
      {facts.length > 0 && <p className="data muted">{facts.map((fact) => clip(fact, 100)).join(' · ')}</p>}
      {/* Why it failed stands above already. */}
      <TurnBody turn={{ ...turn, step: { ...step, error: undefined } }} as={textAs(state)} />
    </div>
  );
}
