import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { clip } from '../../model/format';
import type { Suggestion } from '../../model/query/complete';
import type { TraceSearch } from '../../model/query/toQuery';
import { usePlacement } from '../../ui/floating';
import floating from '../../ui/floating.module.css';
import styles from './QueryLine.module.css';
import { useCompletion } from './useCompletion';
import type { Filter } from './useFilter';

export interface QueryLineProps {
  filter: Filter;
  search: TraceSearch;
  /** Why the line cannot be used; absent when it can. */
  disabledBecause?: string;
}

/** The filter as text, completed while it is typed and underlined where it cannot be read. */
export function QueryLine({ filter, search, disabledBecause }: QueryLineProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [caret, setCaret] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { text, error, editText } = filter;
  const { context, found } = useCompletion(text, caret, search, isOpen);
  const shown = isOpen && found.length > 0;
  // What is being typed is not wrong yet.
  const problem = error && !disabledBecause && !(isOpen && error.at >= context.from) ? error : undefined;
  const update = usePlacement(anchor, list, shown);

  useEffect(() => {
    if (shown) list.current?.showPopover();
    else if (list.current?.matches(':popover-open')) list.current.hidePopover();
  }, [shown]);
  useEffect(() => {
    if (shown) update();
  }, [shown, update, found, caret]);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function onCaret() {
    setCaret(input.current?.selectionStart ?? 0);
    if (mirror.current && input.current) mirror.current.scrollLeft = input.current.scrollLeft;
  }

  function accept(suggestion: Suggestion) {
    const next = text.slice(0, context.from) + suggestion.text + text.slice(context.to).trimStart();
    const at = context.from + suggestion.text.length;
    editText(next);
    setActive(-1);
    setCaret(at);
    // The field takes its new text first.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at, at);
      onCaret();
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const count = found.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!isOpen) setOpen(true);
      else if (count > 0) setActive((active + (event.key === 'ArrowDown' ? 1 : active < 0 ? 0 : count - 1) + count) % count);
    } else if (event.key === 'Enter') {
      if (shown && active >= 0) accept(found[active]);
      else {
        setOpen(false);
        filter.run();
      }
    } else if (event.key === 'Tab' && shown && !event.shiftKey) {
      accept(found[Math.max(active, 0)]);
    } else if (event.key === 'Escape' && isOpen) {
      setOpen(false);
      setActive(-1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const letterWidth = `calc(${[...text.slice(0, context.from)].length} * 1ch)`;
  return (
    <div className={styles.line}>
      <div className={styles.box}>
        <div ref={mirror} aria-hidden="true" className={styles.mirror}>
          {problem ? (
            <>
              {text.slice(0, problem.at)}
              <span className={styles.wrong}>{text.slice(problem.at, endOfProblem(text, problem.at)) || ' '}</span>
              {text.slice(endOfProblem(text, problem.at))}
            </>
          ) : (
            text
          )}
          <span ref={anchor} className={styles.anchor} style={{ left: letterWidth }} />
        </div>
        <input
          ref={input}
          id={`${id}-input`}
          role="combobox"
          aria-label="Query"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={problem !== undefined}
          aria-describedby={problem && filter.isEdited ? `${id}-error` : undefined}
          data-query-line
          className={styles.input}
          placeholder={disabledBecause ?? 'Every trace. Narrow it here, { service = "cart" && span:status = error }, or in the form'}
          title={disabledBecause}
          disabled={disabledBecause !== undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            editText(event.target.value);
            setOpen(true);
            setActive(-1);
            onCaret();
          }}
          onSelect={onCaret}
          onScroll={onCaret}
          onKeyDown={onKeyDown}
          onBlur={() => setOpen(false)}
        />
      </div>
      {problem && filter.isEdited && (
        <p id={`${id}-error`} className={styles.error} aria-live="polite">
          Character {problem.column}: {clip(problem.message, 200)}
        </p>
      )}
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label="Completions" popover="manual" className={`${floating.box} ${styles.list}`}>
        {shown &&
          found.map((suggestion, index) => (
            <li
              key={suggestion.text}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              data-active={index === active}
              className={floating.item}
              title={clip(suggestion.text)}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => accept(suggestion)}
            >
              <span className={`${floating.text} mono`}>{clip(suggestion.text.trim(), 120)}</span>
              {suggestion.detail && <span className={floating.detail}>{suggestion.detail}</span>}
            </li>
          ))}
      </ul>
    </div>
  );
}

/** The word that begins where something is wrong. */
function endOfProblem(text: string, at: number): number {
  const word = /^(?:"[^"]*"?|[^\s{}()"]+|.)/s.exec(text.slice(at));
  return at + (word?.[0].length ?? 0);
}
