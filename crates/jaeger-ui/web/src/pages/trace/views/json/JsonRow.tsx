import type { JsonTree } from '../../../../model/jsonTree';
import { count } from '../../../../model/format';
import { Icon } from '../../../../ui/Icon';
import styles from './JsonView.module.css';
import { lineOf } from './line';

export interface JsonRowProps {
  document: string;
  tree: JsonTree;
  node: number;
  /** Its number among the rows. */
  place: number;
  top: number;
  isOpen: boolean;
  isActive: boolean;
  isShown: boolean;
  found: string;
  onFocus(): void;
  onToggle(node: number): void;
}

const INDENT = 16;
const DEEPEST = 20;

export function JsonRow(props: JsonRowProps) {
  const { document, tree, node, place, top, isOpen, isActive, isShown, found, onFocus, onToggle } = props;
  const { key, isNumbered, kind, text } = lineOf(document, tree, node);
  const children = tree.children[node];
  const holds = children > 0;
  const depth = tree.depth[node];
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={holds ? isOpen : undefined}
      aria-selected={isShown}
      data-row={place}
      tabIndex={isActive ? 0 : -1}
      className={`${styles.row} ${isShown ? styles.shown : ''}`}
      style={{ top, paddingLeft: 8 + Math.min(depth, DEEPEST) * INDENT }}
      onFocus={onFocus}
      onClick={() => {
        if (holds && !window.getSelection()?.toString()) onToggle(node);
      }}
    >
      <span className={styles.arrow}>{holds && <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />}</span>
      {key !== '' && (
        <span className={isNumbered ? styles.number : styles.key}>
          <Marked text={key} found={found} />
          <span className="muted">:</span>
        </span>
      )}
      {holds && (
        <span className={styles.size}>
          {kind === 'map' ? `{${count(children)}}` : `[${count(children)}]`}
        </span>
      )}
      {(!holds || !isOpen) && (
        <span className={`${styles.value} ${holds ? styles.preview : styles[kind]}`}>
          <Marked text={text} found={found} />
        </span>
      )}
    </div>
  );
}

function Marked({ text, found }: { text: string; found: string }) {
  const at = found === '' ? -1 : text.toLowerCase().indexOf(found.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark className={styles.mark}>{text.slice(at, at + found.length)}</mark>
      {text.slice(at + found.length)}
    </>
  );
}
