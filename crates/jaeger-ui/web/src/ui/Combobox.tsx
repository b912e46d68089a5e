import { useCombobox } from 'downshift';
import { useEffect, useId, useMemo, useRef, useState } from 'react';

import { clip, count } from '../model/format';
import styles from './Combobox.module.css';
import { Field } from './Field';
import field from './Field.module.css';
import { usePlacement } from './floating';
import floating from './floating.module.css';
import { Icon } from './Icon';

export interface ComboboxItem {
  value: string;
  label?: string;
  detail?: string;
}

export interface ComboboxProps {
  label: string;
  value: string;
  onChange(value: string): void;
  items: readonly ComboboxItem[];
  /** Whether what is typed counts although no item is called so. */
  allowCustom?: boolean;
  placeholder?: string;
  hideLabel?: boolean;
  loading?: boolean;
  hint?: string;
  error?: string;
  disabled?: boolean;
  /** Told of each letter, for items that the server completes. */
  onType?(text: string): void;
}

/** More are not shown at once: typing narrows them. */
const SHOWN = 100;

const textOf = (item: ComboboxItem | null) => item?.label ?? item?.value ?? '';

/** A text field with a list of what it may hold. */
export function Combobox(props: ComboboxProps) {
  const { label, value, onChange, items, allowCustom = false, placeholder, hideLabel, loading } = props;
  const { hint, error, onType } = props;
  const id = useId();
  const anchor = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const chosen = useMemo(() => {
    return items.find((item) => item.value === value) ?? (value === '' ? null : { value });
  }, [items, value]);
  const text = textOf(chosen);
  const [typed, setTyped] = useState(text);
  const [typing, setTyping] = useState(false);
  const found = useMemo(() => (typing ? matching(items, typed) : items), [items, typed, typing]);
  const shown = useMemo(() => found.slice(0, SHOWN), [found]);

  // Items that arrive while somebody types change nothing of it.
  useEffect(() => setTyped(text), [text]);

  const box = useCombobox<ComboboxItem>({
    id,
    inputId: `${id}-input`,
    items: shown as ComboboxItem[],
    selectedItem: chosen,
    inputValue: typed,
    itemToString: textOf,
    itemToKey: (item) => item?.value,
    stateReducer(_, { type, changes }) {
      // Enter takes the first that fits, unless what is typed counts by itself.
      const typing = type === useCombobox.stateChangeTypes.InputChange;
      return typing ? { ...changes, highlightedIndex: allowCustom ? -1 : 0 } : changes;
    },
    onInputValueChange({ inputValue, type }) {
      setTyped(inputValue);
      if (type !== useCombobox.stateChangeTypes.InputChange) return;
      setTyping(true);
      onType?.(inputValue);
    },
    onSelectedItemChange({ selectedItem }) {
      if (selectedItem) onChange(selectedItem.value);
    },
    onIsOpenChange({ isOpen }) {
      if (!isOpen) setTyping(false);
    },
  });

  /** On leaving: what is typed becomes the value, or gives way to the value that holds. */
  function settle() {
    const text = typed.trim();
    const exact = items.find((item) => textOf(item) === text || item.value === text);
    if (exact) {
      if (exact.value !== value) onChange(exact.value);
    } else if (allowCustom && text !== textOf(chosen)) onChange(text);
    else setTyped(textOf(chosen));
  }

  const { isOpen, highlightedIndex } = box;
  const update = usePlacement(anchor, list, isOpen, true);
  useEffect(() => {
    if (isOpen) list.current?.showPopover();
    else if (list.current?.matches(':popover-open')) list.current.hidePopover();
  }, [isOpen]);
  useEffect(() => {
    if (isOpen) update();
  }, [isOpen, update, shown]);

  return (
    <Field label={label} controlId={`${id}-input`} hideLabel={hideLabel} hint={hint} error={error}>
      <div ref={anchor} className={styles.anchor}>
        <input
          {...box.getInputProps({
            'aria-label': label,
            'aria-labelledby': undefined,
            disabled: props.disabled,
            // At once: downshift tells of a letter only after the field was drawn again without it.
            onChange: (event) => setTyped(event.currentTarget.value),
            onMouseUp: (event) => {
              if (!typing) event.currentTarget.select();
            },
            onBlur: settle,
            onFocus: (event) => event.target.select(),
            onKeyDown: (event) => {
              if (event.key === 'Enter' && (!isOpen || highlightedIndex < 0)) settle();
              // Escape closes the list; with none open it must not clear the field, as downshift would.
              if (event.key === 'Escape' && !isOpen) {
                Object.assign(event.nativeEvent, { preventDownshiftDefault: true });
              }
            },
          })}
          // Typing marks the first item before it is known whether there is one.
          {...(shown.length === 0 && { 'aria-activedescendant': undefined })}
          className={`${field.box} ${styles.input}`}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={error !== undefined}
          aria-describedby={(error ?? hint) ? `${id}-input-note` : undefined}
        />
        <span className={styles.arrow}>
          <Icon name="chevron-down" />
        </span>
      </div>
      <ul
        {...box.getMenuProps({ ref: list, 'aria-label': label, 'aria-labelledby': undefined })}
        popover="manual"
        className={`${floating.box} ${styles.list}`}
      >
        {isOpen &&
          shown.map((item, index) => (
            <li
              key={item.value}
              {...box.getItemProps({ item, index })}
              className={floating.item}
              data-active={highlightedIndex === index}
              title={clip(textOf(item))}
            >
              <span className={floating.text}>{clip(textOf(item))}</span>
              {item.detail && <span className={floating.detail}>{clip(item.detail)}</span>}
              {item.value === value && <Icon name="check" />}
            </li>
          ))}
        {isOpen && note(loading, found.length, shown.length, allowCustom)}
      </ul>
    </Field>
  );
}

function note(loading: boolean | undefined, found: number, shown: number, allowCustom: boolean) {
  let text: string | undefined;
  if (loading) text = 'Loading';
  else if (found === 0) text = allowCustom ? 'Nothing known by this name; Enter takes it as it is' : 'Nothing found';
  else if (found > shown) text = `${count(found - shown)} more: type to narrow`;
  if (text === undefined) return null;
  return (
    <li role="option" aria-disabled="true" aria-selected="false" className={floating.note}>
      {text}
    </li>
  );
}

/** Items that hold every word typed; those that begin with the text come first. */
function matching(items: readonly ComboboxItem[], typed: string): readonly ComboboxItem[] {
  const text = typed.trim().toLowerCase();
  if (text === '') return items;
  const words = text.split(/\s+/);
  const first: ComboboxItem[] = [];
  const rest: ComboboxItem[] = [];
  for (const item of items) {
    const name = textOf(item).toLowerCase();
    if (name.startsWith(text)) first.push(item);
    else if (words.every((word) => name.includes(word))) rest.push(item);
  }
  return [...first, ...rest];
}
