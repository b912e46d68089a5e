import { useMemo } from 'react';
import type { ReactNode } from 'react';

import { newPage } from '../../../../app/config';
import { blocksOf } from '../../../../model/markdown/blocks';
import type { Block } from '../../../../model/markdown/blocks';
import { inlinesOf } from '../../../../model/markdown/inline';
import type { Inline } from '../../../../model/markdown/inline';
import styles from './GenAi.module.css';

/** A formatted text. Its headings are no headings of the page. */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <div className={`data ${styles.markdown}`} dir="auto">
      {blocks.map(block)}
    </div>
  );
}

function block(given: Block, key: number): ReactNode {
  switch (given.kind) {
    case 'heading':
      return (
        <p key={key}>
          <strong>{line(given.text)}</strong>
        </p>
      );
    case 'code':
      return (
        <pre key={key} className={styles.code}>
          {given.text}
        </pre>
      );
    case 'list': {
      const items = given.items.map((item, at) => <li key={at}>{item.map(block)}</li>);
      return given.ordered ? (
        <ol key={key} start={given.start}>
          {items}
        </ol>
      ) : (
        <ul key={key}>{items}</ul>
      );
    }
    case 'quote':
      return <blockquote key={key}>{given.blocks.map(block)}</blockquote>;
    case 'rule':
      return <hr key={key} />;
    default:
      return <p key={key}>{line(given.text)}</p>;
  }
}

function line(text: string): ReactNode[] {
  return inlinesOf(text).map(inline);
}

function inline(given: Inline, key: number): ReactNode {
  switch (given.kind) {
    case 'code':
      return <code key={key}>{given.text}</code>;
    case 'strong':
      return <strong key={key}>{given.children.map(inline)}</strong>;
    case 'emphasis':
      return <em key={key}>{given.children.map(inline)}</em>;
    case 'link':
      return (
        <a key={key} href={given.href} target={newPage()} rel="noopener noreferrer">
          {given.children.map(inline)}
        </a>
      );
    default:
      return given.text;
  }
}
