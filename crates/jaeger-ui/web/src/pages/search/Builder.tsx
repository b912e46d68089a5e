import { useMemo, useState } from 'react';

import { ROW_OPERATORS, rowsOf, textOfRows, typeOfWord } from '../../model/query/clauses';
import type { Row, Rows } from '../../model/query/clauses';
import { clip } from '../../model/format';
import type { TraceSearch } from '../../model/query/toQuery';
import { isOrdered, KINDS, STATUSES } from '../../model/query/typed';
import { SUBJECTS, wordOf } from '../../model/query/words';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { IconButton } from '../../ui/IconButton';
import { Select } from '../../ui/Select';
import styles from './Builder.module.css';
import { rangeForNames, useKeys, useValues } from './useCompletion';
import type { Filter } from './useFilter';
import { useOperations, useServices } from './useNames';

const OPERATOR_LABELS: Record<string, string> = { exists: 'is there', absent: 'is not there' };
const NUMBERS = ['0', '1', '10'];
const NEW_ROW: Row = { subject: '', operator: '=', value: '' };

/** The filter as rows of field, operator and value. */
export function Builder({ filter, search }: { filter: Filter; search: TraceSearch }) {
  const { expression, editText } = filter;
  // A row that is not finished is not in the text yet, so rows are kept here and only written there.
  const [rows, setRows] = useState<Rows>(() => {
    const found = rowsOf(expression);
    return found.rows.length === 0 ? { ...found, rows: [NEW_ROW] } : found;
  });
  const change = (next: Row[]) => {
    const changed = { ...rows, rows: next };
    setRows(changed);
    editText(textOfRows({ ...changed, rows: next.filter(isComplete) }));
  };
  const service = rows.rows.find(({ subject, operator }) => isService(subject) && operator === '=')?.value;
  return (
    <div className={styles.builder}>
      <p className={styles.note}>All of these hold on one span; fields that begin with trace: speak of the whole trace.</p>
      {rows.rows.map((row, index) => (
        <BuilderRow
          key={index}
          row={row}
          number={index + 1}
          service={service}
          search={search}
          onChange={(next) => change(rows.rows.map((other, at) => (at === index ? next : other)))}
          onRemove={() => change(rows.rows.filter((_, at) => at !== index))}
        />
      ))}
      {rows.locked.map(({ text }) => (
        <p key={text} className={styles.locked} title="More than a row can say: change it in the query line.">
          {clip(text, 200)}
        </p>
      ))}
      <div className={styles.actions}>
        <Button kind="quiet" icon="add" onClick={() => setRows({ ...rows, rows: [...rows.rows, NEW_ROW] })}>
          Condition
        </Button>
        <Button disabled={!filter.isEdited} onClick={() => filter.run()}>
          Run these
        </Button>
      </div>
    </div>
  );
}

const isService = (word: string) => word === 'service' || word === 'resource.service.name';

function isComplete({ subject, operator, value }: Row): boolean {
  if (subject === '') return false;
  return value !== '' || operator === 'exists' || operator === 'absent';
}

function BuilderRow(props: {
  row: Row;
  number: number;
  service?: string;
  search: TraceSearch;
  onChange(row: Row): void;
  onRemove(): void;
}) {
  const { row, number, service, search, onChange, onRemove } = props;
  const range = useMemo(() => rangeForNames(search), [search]);
  const keys = useKeys(service, range, true);
  const subjects = useMemo(
    () => [
      ...SUBJECTS.map(({ word, detail }) => ({ value: word, detail })),
      ...keys.map((key) => ({ value: wordOf({ is: 'attribute', key }) ?? key, detail: 'attribute' })),
    ],
    [keys],
  );
  const values = useRowValues(row, service, range);
  const valueItems = useMemo(() => values.map((value) => ({ value })), [values]);
  const typed = typeOfWord(row.subject);
  const isText = typed === 'attribute' || typed === 'text';
  const operators = ROW_OPERATORS.filter(
    (sign) => (isText || !sign.endsWith('~')) && (isOrdered(typed) || !/^[<>]/.test(sign)),
  );
  const takesValue = row.operator !== 'exists' && row.operator !== 'absent';
  return (
    <div role="group" aria-label={`Condition ${number}`} className={styles.row}>
      <Combobox
        label="Field"
        hideLabel
        placeholder="Field or .attribute"
        value={row.subject}
        items={subjects}
        allowCustom
        onChange={(subject) => onChange({ ...row, subject: asWord(subject), value: '' })}
      />
      <Select
        label="Operator"
        hideLabel
        value={row.operator}
        options={operators.map((value) => ({ value, label: OPERATOR_LABELS[value] ?? value }))}
        onChange={(operator) => onChange({ ...row, operator })}
      />
      {takesValue ? (
        <Combobox
          label="Value"
          hideLabel
          placeholder={typed === 'duration' ? '300ms' : 'Value'}
          value={row.value}
          items={valueItems}
          allowCustom
          onChange={(value) => onChange({ ...row, value })}
        />
      ) : (
        <span />
      )}
      <IconButton icon="close" label={`Remove condition ${number}`} onClick={onRemove} />
    </div>
  );
}

/** A bare key is an attribute at any level. */
function asWord(typed: string): string {
  const text = typed.trim();
  if (text === '' || typeOfWord(text) !== 'attribute' || /^(?:(?:span|resource|event|link|instrumentation)?\.)/.test(text)) return text;
  return wordOf({ is: 'attribute', key: text }) ?? text;
}

function useRowValues({ subject }: Row, service: string | undefined, range: ReturnType<typeof rangeForNames>): readonly string[] {
  const typed = typeOfWord(subject);
  const key = typed === 'attribute' ? subject.replace(/^\w*\./, '').replace(/^"(.*)"$/s, '$1') : undefined;
  const values = useValues(key, service, range, true);
  const { services } = useServices();
  const { operations } = useOperations(subject === 'span:name' ? service : undefined);
  const names = useMemo(() => [...new Set(operations.map(({ name }) => name))], [operations]);
  if (typed === 'kind') return KINDS;
  if (typed === 'status') return STATUSES;
  if (typed === 'number') return NUMBERS;
  if (isService(subject) || subject === 'trace:services' || subject === 'trace:rootService') return services;
  return subject === 'span:name' ? names : values;
}
