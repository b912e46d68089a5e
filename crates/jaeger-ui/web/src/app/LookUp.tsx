import { useState } from 'react';
import type { FormEvent } from 'react';
import { useLocation } from 'wouter';

import { traceHref } from '../url/trace';
import { asTraceId } from '../url/traceId';
import { keyCaps } from './keys';
import styles from './LookUp.module.css';
import { openPalette } from './shell';

/** The box for trace ids. Anything else typed into it goes on in the palette. */
export function LookUp() {
  const [text, setText] = useState('');
  const [, navigate] = useLocation();

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const traceId = asTraceId(text);
    if (traceId === undefined) openPalette(text.trim());
    else navigate(traceHref(traceId));
    setText('');
  }

  return (
    <form role="search" aria-label="Trace by id" className={styles.form} onSubmit={onSubmit}>
      <input
        className={styles.input}
        aria-label="Trace id"
        placeholder="Trace id"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button
        type="button"
        className={styles.keys}
        title="Go to a page, service, search or trace"
        onClick={() => openPalette(text)}
      >
        {keyCaps('Ctrl+k').join(' ')}
      </button>
    </form>
  );
}
