import { useState } from 'react';

import { clip, count } from '../../model/format';
import { Button } from '../../ui/Button';
import { Checkbox } from '../../ui/Checkbox';
import { Icon } from '../../ui/Icon';
import { Popover } from '../../ui/Popover';
import { ServiceMark } from '../../ui/ServiceMark';
import { TextField } from '../../ui/TextField';
import { encodeSvcFilter } from '../../url/svcFilter';
import { saveLeftOut } from './leftOut';
import styles from './Toolbar.module.css';
import type { Work } from './work';

/** A trace of thousands of services is looked through by name. */
const MOST_LISTED = 200;

export function ServiceFilter({ work }: { work: Work }) {
  const { matches, model } = work;
  const total = model.columns.services.length;
  const text = matches.shown === undefined ? 'Services' : `${count(matches.shown.size)} of ${count(total)} services`;
  return (
    <Popover
      label={`${text}, choose which are shown`}
      trigger={
        <span className={`${styles.menuText} ${matches.shown ? styles.isSet : ''}`}>
          {text}
          <Icon name="chevron-down" />
        </span>
      }
    >
      <ServiceList work={work} />
    </Popover>
  );
}

function ServiceList({ work: { model, matches, set } }: { work: Work }) {
  const { columns, derived } = model;
  const { services } = columns;
  const [text, setText] = useState('');
  const shown = matches.shown ?? new Set(services);
  const apply = (next: Set<string>) => set({ svcFilter: encodeSvcFilter(services, next) });
  const order = services.map((_, index) => index).sort((a, b) => services[a].localeCompare(services[b]));
  const fitting = order.filter((index) => services[index].toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <div className={styles.services}>
      {services.length > 10 && (
        <TextField label="Service" hideLabel placeholder="Find a service" value={text} onChange={setText} />
      )}
      <ul role="list" className={styles.serviceList}>
        {fitting.slice(0, MOST_LISTED).map((index) => {
          const service = services[index];
          const name = clip(service, 100) || '(no service)';
          const toggle = (on: boolean) => {
            const next = new Set(shown);
            if (on) next.add(service);
            else next.delete(service);
            apply(next);
          };
          return (
            <li key={service} className={styles.serviceItem}>
              <ServiceMark service={service} />
              <Checkbox label={name} checked={shown.has(service)} onChange={toggle} />
              <span className={styles.serviceCount}>
                {count(derived.byService.spans[index])}
                {derived.byService.errors[index] > 0 && `, ${count(derived.byService.errors[index])} failed`}
              </span>
              <Button kind="quiet" className={styles.only} aria-label={`Only ${name}`} onClick={() => apply(new Set([service]))}>
                Only
              </Button>
            </li>
          );
        })}
      </ul>
      {fitting.length > MOST_LISTED && <p className="muted">{count(fitting.length - MOST_LISTED)} more</p>}
      <p className={styles.serviceNote}>Spans of other services are left out, with all that is below them. One root always stays.</p>
      <div className={styles.serviceEnd}>
        <Button kind="quiet" disabled={matches.shown === undefined} onClick={() => set({ svcFilter: undefined })}>
          Show all
        </Button>
        <Button kind="quiet" onClick={() => saveLeftOut(services.filter((service) => !shown.has(service)))}>
          Save as default
        </Button>
      </div>
    </div>
  );
}
