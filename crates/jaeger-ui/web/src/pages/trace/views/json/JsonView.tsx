import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { ancestorsOf, usualDepth, visibleNodes } from '../../../../model/jsonTree';
import type { JsonTree } from '../../../../model/jsonTree';
import { rowWindow, scrollTo } from '../../../../ui/table/window';
import { useSize } from '../../../../ui/useSize';
import { JsonRow } from './JsonRow';
import styles from './JsonView.module.css';

const ROW = 24;
/** A shorter value is read in its line, and need not be opened. */
const SHORT = 80;
/** Rows in sight above and below the one that is shown. */
const AROUND = 6;

/** Which values are open: a rule, and the exceptions that were pressed. */
export interface Openness {
  rule: 'usual' | 'all' | 'none';
  toggled: ReadonlySet<number>;
}

export interface JsonViewProps {
  label: string;
  document: string;
  tree: JsonTree;
  openness: Openness;
  onOpenness(openness: Openness): void;
  /** The value to bring into sight. */
  shown: { node: number } | undefined;
  /** What was looked for, to mark it. */
  found: string;
}

/** A document as a tree of which only the rows in sight are in the page. */
export function JsonView({ label, document, tree, openness, onOpenness, shown, found }: JsonViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { height: view } = useSize(scroller);
  const [scrollTop, setScrollTop] = useState(0);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const isOpen = useMemo(() => {
    const isLong = (node: number) => tree.end[node] - tree.start[node] > SHORT;
    const depth = openness.rule === 'usual' ? usualDepth(tree, isLong) : 0;
    const byRule = (node: number) =>
      openness.rule === 'all' || node === 0 || (openness.rule === 'usual' && tree.depth[node] < depth && isLong(node));
    return (node: number) => byRule(node) !== openness.toggled.has(node);
  }, [tree, openness]);
  const nodes = useMemo(() => visibleNodes(tree, isOpen), [tree, isOpen]);
  const rows = rowWindow(nodes.length, ROW, view, scrollTop);
  const current = Math.min(active, nodes.length - 1);

  // What is to be shown is opened first, then scrolled to.
  const followed = useRef<typeof shown>(undefined);
  useLayoutEffect(() => {
    if (!shown || followed.current === shown || view === 0) return;
    const closed = ancestorsOf(tree, shown.node).filter((node) => !isOpen(node));
    if (closed.length > 0) {
      onOpenness({ ...openness, toggled: flip(openness.toggled, closed) });
      return;
    }
    // Once only: what is closed or scrolled afterwards stays so.
    followed.current = shown;
    const place = nodes.indexOf(shown.node);
    if (place < 0) return;
    setActive(place);
    bringIntoSight(Math.min(place + AROUND, nodes.length - 1));
    bringIntoSight(Math.max(place - AROUND, 0));
    bringIntoSight(place);
  }, [shown, nodes, view > 0]);

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-row="${current}"]`)?.focus({ preventScroll: true });
  });

  function bringIntoSight(place: number) {
    const element = scroller.current;
    if (!element) return;
    const top = scrollTo(place, nodes.length, ROW, view, element.scrollTop);
    if (top === undefined) return;
    element.scrollTop = top;
    setScrollTop(element.scrollTop);
  }

  function moveTo(place: number) {
    const next = Math.min(Math.max(place, 0), nodes.length - 1);
    wantsFocus.current = true;
    bringIntoSight(next);
    setActive(next);
  }

  function toggle(node: number) {
    onOpenness({ ...openness, toggled: flip(openness.toggled, [node]) });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const node = nodes[current];
    const page = Math.max(1, Math.floor(view / ROW) - 1);
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: nodes.length - 1,
    };
    const holds = tree.children[node] > 0;
    if (event.key in moves) moveTo(moves[event.key]);
    else if (event.key === 'ArrowRight' && holds) {
      if (isOpen(node)) moveTo(current + 1);
      else toggle(node);
    } else if (event.key === 'ArrowLeft') {
      if (holds && isOpen(node)) toggle(node);
      else if (node > 0) moveTo(nodes.indexOf(ancestorsOf(tree, node).at(-1) ?? 0));
    } else if (event.key === 'Enter' && holds) toggle(node);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const places: number[] = [];
  for (let place = rows.first; place < rows.end; place++) places.push(place);
  if (current < rows.first) places.unshift(current);
  if (current >= rows.end) places.push(current);
  return (
    <div ref={scroller} className={styles.scroller} onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}>
      <div role="tree" aria-label={label} className={styles.tree} style={{ height: rows.height }} onKeyDown={onKeyDown}>
        {places.map((place) => (
          <JsonRow
            key={nodes[place]}
            document={document}
            tree={tree}
            node={nodes[place]}
            place={place}
            top={rows.top(place)}
            isOpen={isOpen(nodes[place])}
            isActive={place === current}
            isShown={nodes[place] === shown?.node}
            found={found}
            onFocus={() => setActive(place)}
            onToggle={toggle}
          />
        ))}
      </div>
    </div>
  );
}

function flip(before: ReadonlySet<number>, nodes: readonly number[]): Set<number> {
  const after = new Set(before);
  for (const node of nodes) if (!after.delete(node)) after.add(node);
  return after;
}
