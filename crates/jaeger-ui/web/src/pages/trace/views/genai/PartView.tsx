import { clip } from '../../../../model/format';
import type { Part } from '../../../../model/genai/step';
import { LongText } from './LongText';
import type { TextAs } from './LongText';
import styles from './GenAi.module.css';

/** One part of a message: text, thoughts, or what passes between a model and its tools. */
export function PartView({ part, as }: { part: Part; as: TextAs }) {
  const label = labelOf(part);
  return (
    <div className={styles.part}>
      {label !== '' && <p className={`data ${styles.label}`}>{label}</p>}
      {part.text !== '' && <LongText text={part.text} as={as} />}
    </div>
  );
}

function labelOf(part: Part): string {
  switch (part.kind) {
    case 'text':
      return '';
    case 'reasoning':
      return 'Reasoning';
    case 'call':
      return `Calls ${clip(part.name, 120) || 'a tool'}`;
    case 'result':
      return `Result${part.name === '' ? '' : ` of ${clip(part.name, 120)}`}`;
    case 'other':
      return clip(part.name, 120) || 'Other content';
  }
}
