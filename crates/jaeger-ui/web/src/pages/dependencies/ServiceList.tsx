import { useId, useRef } from 'react';
import type { KeyboardEvent } from 'react';

import { clip, count } from '../../model/format';
import type { ServiceGraph, ServiceNode } from '../../model/serviceGraph';
import { ServiceMark } from '../../ui/ServiceMark';
import { TextField } from '../../ui/TextField';
import styles from './ServiceList.module.css';

export interface ServiceListProps {
  graph: ServiceGraph;
  find: string;
  onFind(text: string): void;
  selected?: string;
  onSelect(service: string): void;
}

/** More are not in the page at once: what is typed narrows them. */
const SHOWN = 100;

/** The services of the graph, for finding one and for keys. */
export function ServiceList({ graph, find, onFind, selected, onSelect }: ServiceListProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const text = find.trim().toLowerCase();
  const found = text === '' ? graph.nodes : graph.nodes.filter(({ name }) => name.toLowerCase().includes(text));
  const shown = found.slice(0, SHOWN);
  const at = shown.findIndex(({ name }) => name === selected);

  function choose(node: ServiceNode | undefined) {
    if (!node) return;
    onSelect(node.name);
    list.current?.children[shown.indexOf(node)]?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent) {
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choose(shown[Math.min(Math.max(next, 0), shown.length - 1)]);
  }

  return (
    <div className={styles.box}>
      <div className={styles.find}>
        <TextField
          label="Find a service"
          hideLabel
          type="search"
          placeholder="Find a service"
          value={find}
          onChange={onFind}
          onEnter={() => choose(shown[0])}
        />
        <span className={styles.count} role="status">
          {text === '' ? count(found.length) : `${count(found.length)} of ${count(graph.nodes.length)}`}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className={styles.none}>No service here has this in its name.</p>
      ) : (
        <div
          ref={list}
          role="listbox"
          aria-label="Services"
          tabIndex={0}
          aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
          className={styles.list}
          onKeyDown={onKeyDown}
        >
          {shown.map((node, index) => (
            <div
              key={node.name}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              className={styles.option}
              title={clip(node.name)}
              onClick={() => choose(node)}
            >
              <ServiceMark service={node.name} />
              <span className="cut">{clip(node.name === '' ? '(no service name)' : node.name)}</span>
              <span className={styles.number}>{count(node.callsIn + node.callsOut)}</span>
              <span className="visually-hidden">calls in and out</span>
            </div>
          ))}
        </div>
      )}
      {found.length > SHOWN && <p className={styles.none}>{count(found.length - SHOWN)} more: type to narrow.</p>}
    </div>
  );
}
