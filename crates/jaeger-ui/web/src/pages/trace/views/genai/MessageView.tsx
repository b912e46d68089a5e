import { memo } from 'react';

import { clip } from '../../../../model/format';
import { pretty } from '../../../../model/genai/json';
import type { Message } from '../../../../model/genai/step';
import { CopyButton } from '../../../../ui/CopyButton';
import { LongText } from './LongText';
import type { TextAs } from './LongText';
import styles from './GenAi.module.css';
import { PartView } from './PartView';

const ROLES: ReadonlyMap<string, string> = new Map([
  ['system', 'System'],
  ['user', 'User'],
  ['assistant', 'Assistant'],
  ['tool', 'Tool'],
]);
/** As long as nothing special happened, the end of a message says nothing. */
const USUAL_ENDS = new Set(['', 'stop', 'end_turn', 'tool_calls', 'tool_call', 'tool_use']);

/** Who said what. */
export const MessageView = memo(function MessageView({ message, as }: { message: Message; as: TextAs }) {
  const { role, parts, finish, source } = message;
  const name = ROLES.get(role) ?? (clip(role, 40) || 'Unknown');
  const isEmpty = as !== 'json' && parts.length === 0;
  return (
    <li className={`${styles.message} ${role === 'assistant' ? styles.answer : ''}`}>
      <span className={`data ${styles.role}`}>{name}</span>
      <div className={styles.said}>
        {as === 'json' ? <LongText text={pretty(source)} as={as} /> : parts.map((part, at) => <PartView key={at} part={part} as={as} />)}
        {isEmpty && <p className="muted">Without content</p>}
        {!USUAL_ENDS.has(finish) && <p className={`data ${styles.label}`}>Ended: {clip(finish, 60)}</p>}
      </div>
      <CopyButton text={() => (as === 'json' ? pretty(source) : parts.map(({ text }) => text).join('\n\n'))} label="Copy the message" />
    </li>
  );
});
