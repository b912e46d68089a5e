// The blocks of a Markdown text: as much of the language as models write. Every line is looked at a bounded number of
// times, whatever it holds.

export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'rule' };

/** Lists in lists in lists: what lies deeper is text. */
const MOST_DEPTH = 6;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*)$/;
const RULE = /^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)]) +(.*)$/;
const QUOTE = /^ {0,3}> ?/;
/** Tables have columns, which only stand below each other as they were written. */
const TABLE = /^ {0,3}\|/;
const BLANK = /^\s*$/;

export function blocksOf(text: string): Block[] {
  return read(text.split('\n').map((line) => line.trimEnd().replaceAll('\t', '    ')), 0);
}

function read(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  const isDeep = depth >= MOST_DEPTH;
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const fence = FENCE.exec(line)?.[1];
    const heading = HEADING.exec(line);
    if (BLANK.test(line)) at++;
    else if (fence !== undefined) {
      at++;
      const code = take((next) => !next.trimStart().startsWith(fence));
      at++;
      blocks.push({ kind: 'code', text: code.join('\n') });
    } else if (heading) {
      at++;
      blocks.push({ kind: 'heading', level: heading[1].length, text: heading[2].replace(/\s#+$/, '') });
    } else if (isRule(line)) {
      at++;
      blocks.push({ kind: 'rule' });
    } else if (TABLE.test(line)) blocks.push({ kind: 'code', text: take((next) => TABLE.test(next)).join('\n') });
    else if (!isDeep && ITEM.test(line)) blocks.push(takeList());
    else if (!isDeep && QUOTE.test(line)) {
      const quoted = take((next) => QUOTE.test(next)).map((next) => next.replace(QUOTE, ''));
      blocks.push({ kind: 'quote', blocks: read(quoted, depth + 1) });
    } else {
      at++;
      blocks.push({ kind: 'paragraph', text: [line, ...take((next) => !begins(next))].join('\n') });
    }
  }
  return blocks;

  /** The lines from here on of which `holds` is true. */
  function take(holds: (line: string) => boolean): string[] {
    const from = at;
    while (at < lines.length && holds(lines[at])) at++;
    return lines.slice(from, at);
  }

  function takeList(): Block {
    const first = ITEM.exec(lines[at]);
    const ordered = isNumber(first);
    const items: Block[][] = [];
    for (let item = first; item !== null; item = at < lines.length ? ITEM.exec(lines[at]) : null) {
      if (isNumber(item) !== ordered || isRule(lines[at])) break;
      const indent = item[1].length + item[2].length + 1;
      at++;
      const rest = take((next) => BLANK.test(next) || next.startsWith('  ')).map((next) => dedented(next, indent));
      items.push(read([item[3], ...rest], depth + 1));
    }
    return { kind: 'list', ordered, start: Number.parseInt(first?.[2] ?? '1', 10) || 1, items };
  }
}

/** Whether a line ends the paragraph before it. */
function begins(line: string): boolean {
  return [BLANK, FENCE, HEADING, ITEM, QUOTE, TABLE].some((pattern) => pattern.test(line)) || isRule(line);
}

function isRule(line: string): boolean {
  return line.length <= 80 && RULE.test(line);
}

function isNumber(item: RegExpExecArray | null): boolean {
  return item !== null && /\d/.test(item[2]);
}

function dedented(line: string, indent: number): string {
  let at = 0;
  while (at < indent && line[at] === ' ') at++;
  return line.slice(at);
}
