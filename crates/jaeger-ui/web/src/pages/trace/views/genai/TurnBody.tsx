import { clip } from '../../../../model/format';
import type { Turn } from '../../../../model/genai/conversation';
import type { Tool } from '../../../../model/genai/step';
import { Icon } from '../../../../ui/Icon';
import styles from './GenAi.module.css';
import { LongText } from './LongText';
import type { TextAs } from './LongText';
import { MessageList } from './MessageList';

/** What was said in a step, or what a tool was given and answered. */
export function TurnBody({ turn, as }: { turn: Turn; as: TextAs }) {
  const { step, fresh, earlier, hasSteps } = turn;
  const { tool, error, output } = step;
  const isSilent = tool === undefined && step.input.length + output.length === 0;
  // The steps within an agent say the same, one after another.
  const foldsAll = step.kind === 'agent' && hasSteps;
  return (
    <div className={styles.body}>
      {error !== undefined && (
        <p className={styles.failed}>
          <Icon name="error" />
          <span className="data">Failed{error !== '' && `: ${clip(error, 1000)}`}</span>
        </p>
      )}
      {tool && <ToolCall tool={tool} as={as} />}
      {foldsAll ? (
        <MessageList messages={[...step.input, ...output]} as={as} folded="message" />
      ) : (
        <>
          <MessageList messages={earlier} as={as} folded="earlier message" />
          <MessageList messages={[...fresh, ...output]} as={as} />
        </>
      )}
      {isSilent && step.kind === 'model' && <p className="muted">Its messages were not recorded.</p>}
    </div>
  );
}

function ToolCall({ tool, as }: { tool: Tool; as: TextAs }) {
  const { description, args, result } = tool;
  return (
    <>
      {description !== '' && <p className="data muted">{clip(description)}</p>}
      {args === '' && result === '' && <p className="muted">Neither arguments nor result were recorded.</p>}
      {args !== '' && (
        <div className={styles.part}>
          <p className={styles.label}>Arguments</p>
          <LongText text={args} as={as} />
        </div>
      )}
      {result !== '' && (
        <div className={styles.part}>
          <p className={styles.label}>Result</p>
          <LongText text={result} as={as} />
        </div>
      )}
    </>
  );
}
