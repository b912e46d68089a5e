// One value of a document as a line of text, cut before it becomes part of the page.

import type { JsonTree } from '../../../../model/jsonTree';
import { stringEnd } from '../../../../model/jsonTree';

const SHOWN = 240;

export interface JsonLine {
  /** Without quotes; the number of a value in a list. */
  key: string;
  isNumbered: boolean;
  kind: 'list' | 'map' | 'text' | 'number' | 'word';
  /** The value, or what a list or map holds. */
  text: string;
}

export function lineOf(document: string, tree: JsonTree, node: number): JsonLine {
  const start = tree.start[node];
  const key = tree.key[node];
  const isNumbered = key < 0;
  return {
    key: !isNumbered ? keyText(document, key) : tree.depth[node] === 0 ? '' : String(-1 - key),
    isNumbered,
    kind: kindOf(document[start]),
    text: oneLine(document, start, tree.end[node]),
  };
}

function keyText(document: string, key: number): string {
  const end = Math.min(stringEnd(document, key), key + SHOWN);
  const text = document.slice(key, end);
  try {
    return String(JSON.parse(text));
  } catch {
    // It was cut.
    return `${text.slice(1)}…`;
  }
}

function kindOf(first: string): JsonLine['kind'] {
  if (first === '{') return 'map';
  if (first === '[') return 'list';
  if (first === '"') return 'text';
  return first === 't' || first === 'f' || first === 'n' ? 'word' : 'number';
}

function oneLine(document: string, start: number, end: number): string {
  const text = document.slice(start, Math.min(end, start + SHOWN)).replace(/\s*\n\s*/g, ' ');
  return end - start > SHOWN ? `${text}…` : text;
}
