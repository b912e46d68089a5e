// A JSON text as a tree over its characters: one entry in a few arrays for each value, in the order of the text. Nothing
// is parsed into objects, so numbers keep all their digits and a document of 100 MB can be walked.

export interface JsonTree {
  count: number;
  /** Where the value begins and ends in the text. */
  start: Uint32Array;
  end: Uint32Array;
  /** Entries of the value and all within it; at least 1. */
  subtree: Uint32Array;
  /** Values right within it. */
  children: Uint32Array;
  depth: Uint8Array;
  /** Where its key begins in the text, at the quote; in a list -1 for the first value, -2 for the second. */
  key: Int32Array;
}

export class JsonTextError extends Error {
  override name = 'JsonTextError';
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [34, 92, 44, 58];
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [91, 93, 123, 125];
const MAX_DEPTH = 250;

export function scanJson(text: string): JsonTree {
  const nodes = new Nodes(text.length);
  const open: number[] = [];
  let key = -1;
  let at = 0;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char <= 32 || char === COMMA || char === COLON) {
      at++;
      continue;
    }
    if (char === CLOSE_LIST || char === CLOSE_MAP) {
      const node = open.pop();
      if (node === undefined || text.charCodeAt(nodes.start[node]) !== char - 2) throw broken(text, at);
      nodes.close(node, ++at);
      continue;
    }
    const parent = open.length === 0 ? -1 : open[open.length - 1];
    if (parent < 0 && nodes.count > 0) throw broken(text, at);
    const isInMap = parent >= 0 && text.charCodeAt(nodes.start[parent]) === OPEN_MAP;
    if (isInMap && key < 0) {
      if (char !== QUOTE) throw broken(text, at);
      key = at;
      at = stringEnd(text, at);
      continue;
    }
    const place = isInMap ? key : parent < 0 ? -1 : -1 - nodes.children[parent];
    key = -1;
    const node = nodes.add(at, parent, place, open.length);
    if (char === OPEN_LIST || char === OPEN_MAP) {
      if (open.length >= MAX_DEPTH) throw new JsonTextError(`The document is nested more than ${MAX_DEPTH} levels deep.`);
      open.push(node);
      at++;
    } else {
      at = char === QUOTE ? stringEnd(text, at) : wordEnd(text, at);
      nodes.close(node, at);
    }
  }
  if (open.length > 0 || nodes.count === 0) throw broken(text, at);
  return nodes.tree();
}

function broken(text: string, at: number): JsonTextError {
  return new JsonTextError(at >= text.length ? 'The document ends too early.' : `Character ${at + 1} is not JSON.`);
}

/** Behind the quote that ends the string that begins here. */
export function stringEnd(text: string, start: number): number {
  let quote = start;
  for (;;) {
    quote = text.indexOf('"', quote + 1);
    if (quote < 0) throw broken(text, text.length);
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
}

function wordEnd(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char <= 32 || char === COMMA || char === CLOSE_LIST || char === CLOSE_MAP) break;
  }
  if (!/^(?:true|false|null|-?\d[\d.eE+-]*)$/.test(text.slice(start, Math.min(at, start + 400)))) throw broken(text, start);
  return at;
}

/** Arrays that grow. */
class Nodes {
  count = 0;
  start: Uint32Array;
  end: Uint32Array;
  subtree: Uint32Array;
  children: Uint32Array;
  depth: Uint8Array;
  key: Int32Array;

  constructor(length: number) {
    const room = Math.max(16, Math.ceil(length / 24));
    this.start = new Uint32Array(room);
    this.end = new Uint32Array(room);
    this.subtree = new Uint32Array(room);
    this.children = new Uint32Array(room);
    this.depth = new Uint8Array(room);
    this.key = new Int32Array(room);
  }

  add(at: number, parent: number, key: number, depth: number): number {
    if (this.count === this.start.length) this.#resize(this.count * 2);
    const node = this.count++;
    this.start[node] = at;
    this.key[node] = key;
    this.depth[node] = depth;
    if (parent >= 0) this.children[parent]++;
    return node;
  }

  close(node: number, end: number): void {
    this.end[node] = end;
    this.subtree[node] = this.count - node;
  }

  tree(): JsonTree {
    this.#resize(this.count);
    const { count, start, end, subtree, children, depth, key } = this;
    return { count, start, end, subtree, children, depth, key };
  }

  #resize(room: number): void {
    const wide = (before: Uint32Array) => {
      const after = new Uint32Array(room);
      after.set(before.subarray(0, this.count));
      return after;
    };
    this.start = wide(this.start);
    this.end = wide(this.end);
    this.subtree = wide(this.subtree);
    this.children = wide(this.children);
    const depth = new Uint8Array(room);
    depth.set(this.depth.subarray(0, this.count));
    this.depth = depth;
    const key = new Int32Array(room);
    key.set(this.key.subarray(0, this.count));
    this.key = key;
  }
}

/** Values to show: those within open ones. */
export function visibleNodes(tree: JsonTree, isOpen: (node: number) => boolean): Uint32Array {
  let shown = new Uint32Array(1024);
  let count = 0;
  for (let node = 0; node < tree.count; ) {
    if (count === shown.length) {
      const larger = new Uint32Array(count * 2);
      larger.set(shown);
      shown = larger;
    }
    shown[count++] = node;
    node += tree.children[node] > 0 && isOpen(node) ? 1 : tree.subtree[node];
  }
  return shown.subarray(0, count);
}

/** The value whose key or text has this character. */
export function nodeAt(tree: JsonTree, offset: number): number {
  let low = 0;
  let high = tree.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (beginOf(tree, middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function beginOf({ start, key }: JsonTree, node: number): number {
  return key[node] >= 0 ? key[node] : start[node];
}

/** What is around a value, the outermost first. */
export function ancestorsOf({ subtree }: JsonTree, node: number): number[] {
  const above: number[] = [];
  let at = 0;
  while (at < node) {
    above.push(at);
    at++;
    while (at + subtree[at] <= node) at += subtree[at];
  }
  return above;
}

/**
 * How deep to open at first: as far as what is opened stays a handful, so that a list of many things shows each in one
 * line.
 */
export function usualDepth(tree: JsonTree, isLong: (node: number) => boolean, most = 60): number {
  const byDepth: number[] = [];
  for (let node = 0; node < tree.count; node++) {
    if (tree.children[node] > 0 && isLong(node)) byDepth[tree.depth[node]] = (byDepth[tree.depth[node]] ?? 0) + 1;
  }
  const first = byDepth.findIndex((count) => count > most);
  return first < 0 ? byDepth.length : first;
}
