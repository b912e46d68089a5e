import { useEffect, useMemo, useState } from 'react';

import type { DiffNode } from '../../model/diff';
import { count } from '../../model/format';
import { Button } from '../../ui/Button';
import { Drawing } from '../../ui/graph/Drawing';
import type { Face } from '../../ui/graph/Drawing';
import { Icon } from '../../ui/Icon';
import type { ModeProps } from './Comparison';
import { diffPart, figureOf, lineOf, TINTS, titleOf } from './diffGraph';
import { NoPaths } from './NoPaths';
import { PathDetail } from './PathDetail';
import { differs, keyOf, pathRows, pathTree } from './pathRows';
import type { PathRow } from './pathRows';
import { Structure } from './Structure';
import styles from './StructureGraph.module.css';
import { CHANGES } from './words';

/** More nodes cannot be drawn in a time that anyone waits, nor be taken in. */
const MOST = 450;

const LEGEND = [
  { change: 'added', text: 'only in B' },
  { change: 'removed', text: 'only in A' },
  { change: 'more', text: 'more in B' },
  { change: 'fewer', text: 'fewer in B' },
] as const;

/** The tree of both as a drawing. The list says the same in words. */
export function StructureGraph(props: ModeProps & { nodes: readonly DiffNode[] }) {
  const { nodes, state, set, current, onCurrent, onDifferences } = props;
  const { uiFind, only, folded: foldedKeys } = state;
  const [drawsLarge, setDrawsLarge] = useState(false);
  const folded = useMemo(() => new Set(foldedKeys), [foldedKeys]);
  const rows = useMemo(
    () => pathTree(nodes, { differs: only ? differs : undefined }, folded),
    [nodes, only, folded],
  );
  const isList = rows.length > MOST && !drawsLarge;
  const part = useMemo(() => (isList ? undefined : diffPart(nodes, rows, MOST)), [isList, nodes, rows]);
  const found = useMemo(
    () => ((uiFind ?? '').trim() === '' ? undefined : new Set(pathRows(nodes, { find: uiFind }).map(({ index }) => index))),
    [nodes, uiFind],
  );
  useEffect(() => {
    if (part) onDifferences(part.nodes.filter(({ row }) => differs(row)).map(({ row }) => keyOf(row)));
  }, [part, onDifferences]);

  if (!part) {
    return (
      <>
        <div className={styles.bar}>
          <span>{count(rows.length)} paths are more than a graph can show legibly, so here is the list.</span>
          <Button onClick={() => setDrawsLarge(true)}>{`Draw the ${MOST} that differ most`}</Button>
        </div>
        <Structure {...props} />
      </>
    );
  }
  if (rows.length === 0) return <NoPaths state={state} set={set} />;
  const open = part.nodes.find(({ row }) => keyOf(row) === current);
  return (
    <>
      <div className={styles.bar}>
        <ul role="list" className={styles.legend}>
          {LEGEND.map(({ change, text }) => (
            <li key={change} className={`${styles[change]} ${styles.key}`}>
              <b aria-hidden="true">{CHANGES[change].glyph}</b> {text}
            </li>
          ))}
        </ul>
        {part.nodes.length < rows.length && (
          <span>
            The {count(part.nodes.length)} of {count(rows.length)} paths that differ most are drawn.
          </span>
        )}
        {found && (
          <span role="status">
            {count(part.nodes.filter(({ id }) => found.has(id)).length)} of {count(part.nodes.length)} match
          </span>
        )}
      </div>
      <div className={styles.content}>
        <Drawing
          label="Graph of both traces"
          part={part}
          direction="right"
          faceOf={({ row }) => faceOf(row, folded.has(keyOf(row)))}
          lineOf={lineOf}
          open={open?.id ?? -1}
          onOpen={(id) => onCurrent(String(id))}
          matches={found && ((id) => found.has(id))}
        />
        {open && (
          <PathDetail
            row={open.row}
            isFolded={folded.has(keyOf(open.row))}
            set={set}
            onClose={() => set({ sel: undefined })}
          />
        )}
      </div>
    </>
  );
}

function faceOf(row: PathRow, isFolded: boolean): Face {
  const { node } = row;
  const { change, a, b } = node;
  const only = change === 'added' || change === 'removed';
  return {
    ...TINTS[change],
    figure: figureOf(node),
    title: titleOf(row, isFolded),
    frame: only ? { color: TINTS[change].color, isDashed: change === 'removed' } : undefined,
    sign: change === 'same' ? undefined : CHANGES[change].glyph,
    corner: (isFolded || a.errors + b.errors > 0) && (
      <>
        {a.errors + b.errors > 0 && (
          <span className={styles.failed}>
            <Icon name="error" />
            {a.errors === b.errors ? count(a.errors) : `${count(a.errors)} → ${count(b.errors)}`}
            <span className="visually-hidden"> failed</span>
          </span>
        )}
        {isFolded && <span>+{count(row.below)}</span>}
      </>
    ),
  };
}
