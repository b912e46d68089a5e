import { useState } from 'react';

import { count } from '../../../../model/format';
import type { Message } from '../../../../model/genai/step';
import { Button } from '../../../../ui/Button';
import type { TextAs } from './LongText';
import { MessageView } from './MessageView';

/** More at once would make the page heavy. */
const SHOWN = 6;
const SHOWN_MORE = 20;

export interface MessageListProps {
  messages: readonly Message[];
  as: TextAs;
  /** Folded away at first, behind their number and these words. */
  folded?: string;
}

/** Messages in order. */
export function MessageList({ messages, as, folded }: MessageListProps) {
  const [isOpen, setOpen] = useState(folded === undefined);
  const [limit, setLimit] = useState(SHOWN);
  if (messages.length === 0) return null;
  const left = messages.length - limit;
  return (
    <>
      {folded !== undefined && (
        <Button kind="quiet" icon={isOpen ? 'chevron-down' : 'chevron-right'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {count(messages.length)} {folded}
          {messages.length > 1 && 's'}
        </Button>
      )}
      {isOpen && (
        <ol role="list">
          {messages.slice(0, limit).map((message, at) => (
            <MessageView key={at} message={message} as={as} />
          ))}
        </ol>
      )}
      {isOpen && left > 0 && (
        <Button kind="quiet" onClick={() => setLimit(limit + SHOWN_MORE)}>
          Show {count(Math.min(left, SHOWN_MORE))} more
        </Button>
      )}
    </>
  );
}
