import { useMemo } from 'react';
import type { ReactNode } from 'react';

import { capabilities, config } from '../../../app/config';
import { canPin, MOST_PINS, toggledPin, usePins } from '../../../app/pins';
import { clip } from '../../../model/format';
import { compileLinks } from '../../../model/links';
import type { LinkScope, LinkType } from '../../../model/links';
import { logfmt } from '../../../model/logfmt';
import type { Value as ValueType } from '../../../model/span';
import { valueText } from '../../../model/value';
import { copyText } from '../../../ui/clipboard';
import { Menu } from '../../../ui/Menu';
import type { MenuItem } from '../../../ui/Menu';
import { toast } from '../../../ui/toast';
import { searchHref } from '../../../url/search';
import type { Work } from '../work';
import styles from './Attributes.module.css';
import { Value } from './Value';

export interface AttributeRowProps {
  name: string;
  value: ValueType;
  type: LinkType;
  scope: LinkScope;
  work: Work;
  service: string;
  /** Whether other spans may have the same: attributes of events and links stand in no list of pinned ones. */
  pins?: boolean;
}

/** An address with a value of this length would be cut anyway. */
const MOST_SEARCHED = 1000;

export function AttributeRow({ name, value, type, scope, work, service, pins = false }: AttributeRowProps) {
  const pinned = usePins(({ keys }) => keys);
  const links = useMemo(
    () => compileLinks(config().linkPatterns).ofAttribute(type, name, value, scope),
    [type, name, value, scope],
  );
  const text = valueText(value);
  const items = actions(name, text, service, work);
  if (pins && canPin(name)) items.push('line', pinning(name, pinned));
  return (
    <div className={styles.row}>
      <dt className={styles.key} title={clip(name)}>
        {breakable(clip(name, 200))}
      </dt>
      <dd className={styles.value}>
        <Value value={value} link={links.length === 1 ? links[0] : undefined} />
        {links.length > 1 && (
          <Menu
            label={`${links.length} links`}
            items={links.map((link, index) => ({ id: String(index), label: clip(link.text, 100), href: link.href }))}
          />
        )}
      </dd>
      <dd className={styles.more}>
        <Menu label={`More for ${clip(name, 80)}`} icon="more" iconOnly items={items} />
      </dd>
    </div>
  );
}

/** Long keys break where their words end. */
function breakable(key: string): ReactNode[] {
  return key.split(/(?<=[._/-])/).flatMap((part, index) => (index === 0 ? [part] : [<wbr key={index} />, part]));
}

function actions(key: string, text: string, service: string, work: Work): (MenuItem | 'line')[] {
  const { state, set } = work;
  const copy = async (what: string) => toast((await copyText(what)) ? 'Copied' : 'The browser did not allow copying');
  const items: (MenuItem | 'line')[] = [
    { id: 'copy', label: 'Copy the value', onSelect: () => void copy(text) },
    { id: 'copy-pair', label: 'Copy key and value', onSelect: () => void copy(`${key}=${text}`) },
    'line',
  ];
  if (text.length <= MOST_SEARCHED) {
    items.push({ id: 'search', label: 'Search for it', href: searchHref({ service, tags: logfmt([[key, text]]) }) });
    if (capabilities().uiApi) {
      items.push({ id: 'exclude', label: 'Search for others', href: searchHref({ q: excluding(service, key, text) }) });
    }
    items.push({
      id: 'find',
      label: 'Find it in this trace',
      onSelect: () => set({ uiFind: `"${key}=${text.replaceAll('"', ' ')}"` }),
    });
  }
  items.push(
    { id: 'group', label: 'Group spans by this key', onSelect: () => set({ view: 'stats', by: `attr:${key}` }, { push: true }) },
    {
      id: 'column',
      label: 'Show as a column',
      onSelect: () => set({ view: 'spans', cols: [...(state.cols ?? []).filter((col) => col !== `attr:${key}`), `attr:${key}`] }, { push: true }),
    },
    { id: 'color', label: 'Colour spans by it', onSelect: () => set({ color: `attr:${key}` }) },
  );
  return items;
}

function pinning(key: string, pinned: readonly string[]): MenuItem {
  const label = pinned.includes(key) ? 'Unpin' : 'Pin';
  const toggle = () => {
    const next = toggledPin(pinned, key);
    if (next) usePins.getState().setKeys(next);
    else toast(`${MOST_PINS} are pinned: unpin one first`);
  };
  return { id: 'pin', label, hint: label === 'Pin' ? 'first in every span' : undefined, onSelect: toggle };
}

/** Spans of the service in which the attribute has another value. */
function excluding(service: string, key: string, value: string): string {
  const quote = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
  const name = /^[\w.-]+$/.test(key) ? `.${key}` : `.${quote(key)}`;
  return `{ resource.service.name = ${quote(service)} && ${name} != ${quote(value)} }`;
}
