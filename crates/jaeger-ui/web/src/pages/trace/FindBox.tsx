import { count } from '../../model/format';
import { Icon } from '../../ui/Icon';
import { IconButton } from '../../ui/IconButton';
import { focusedOn } from './folding';
import styles from './Toolbar.module.css';
import { nextRow } from './walk';
import type { Work } from './work';

export const FIND_ID = 'find-in-trace';

/** Looks for text in the spans; matches are outlined and gone through one by one. */
export function FindBox({ work }: { work: Work }) {
  const { state, set, matches } = work;
  const text = state.uiFind ?? '';
  const rows = matches.found === null ? null : matches.rows;
  const at = rows === null ? -1 : rows.indexOf(work.target?.row ?? work.selected);

  function go(step: 1 | -1) {
    if (rows === null || rows.length === 0) return;
    const row = nextRow(rows, work.target?.row ?? work.selected, step);
    if (state.sel === undefined) work.goTo(row);
    else work.select(row);
  }

  return (
    <div className={styles.find}>
      <span className={styles.findIcon}>
        <Icon name="search" />
      </span>
      <input
        id={FIND_ID}
        type="search"
        aria-label="Find in trace"
        title={'Looks in names, services and attributes. Words are alternatives, "words in quotes" stay together, -key leaves a key out. (Ctrl+B)'}
        placeholder="Find"
        className={styles.findInput}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => set({ uiFind: event.target.value === '' ? undefined : event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') {
            set({ uiFind: undefined });
            event.currentTarget.blur();
          } else return;
          event.preventDefault();
        }}
      />
      {text.trim() !== '' && (
        <>
          <span role="status" className={styles.findCount}>
            {rows === null ? (matches.findError ? 'failed' : '…') : `${at < 0 ? '' : `${count(at + 1)} of `}${count(rows.length)}`}
            <span className="visually-hidden"> found</span>
          </span>
          <IconButton icon="chevron-up" label="Previous match (b)" disabled={!rows?.length} onClick={() => go(-1)} />
          <IconButton icon="chevron-down" label="Next match (f)" disabled={!rows?.length} onClick={() => go(1)} />
          <IconButton
            icon="focus"
            label="Unfold only what was found"
            disabled={!rows?.length}
            onClick={() => set(focusedOn(work.model, work.folded, rows ?? []), { push: true })}
          />
          <IconButton icon="close" label="Clear (Esc)" onClick={() => set({ uiFind: undefined })} />
        </>
      )}
    </div>
  );
}
