// What stands within a line of Markdown. Patterns are bounded and do not overlap, so that no text takes long.

import { safeHref } from '../links';

export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] };

/** Bold in italics in a link; what lies deeper is text. */
const MOST_DEPTH = 3;

const TOKENS = new RegExp(
  [
    /\\(?<escaped>[\\`*_{}[\]()#+.!|>~-])/,
    /`(?<code>[^`\n]{1,2000})`/,
    /\*\*(?<strong>(?=\S)(?:[^*\n]|\*(?!\*)){1,1000})\*\*/,
    /(?<!\w)__(?<strong2>(?=\S)(?:[^_\n]|_(?!_)){1,1000})__(?!\w)/,
    /\*(?<emphasis>(?=\S)[^*\n]{1,1000})\*/,
    /(?<!\w)_(?<emphasis2>(?=\S)[^_\n]{1,1000})_(?!\w)/,
    /!?\[(?<label>[^[\]\n]{1,500})\]\((?<target>[^()\s]{1,2000})(?: "[^"\n]{0,200}")?\)/,
    // A sentence ends with a mark that is not of the address.
    /<?(?<bare>https?:\/\/[^\s<>()"'`*]{0,2000}[^\s<>()"'`*.,;:!?])>?/,
  ].map(({ source }) => source).join('|'),
  'g',
);

export function inlinesOf(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  let end = 0;
  const flush = () => {
    if (plain !== '') found.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (const match of text.matchAll(TOKENS)) {
    plain += text.slice(end, match.index);
    end = match.index + match[0].length;
    const { escaped } = match.groups ?? {};
    const inline = depth < MOST_DEPTH ? inlineOf(match, depth) : undefined;
    if (escaped !== undefined) plain += escaped;
    else if (inline === undefined) plain += match[0];
    else {
      flush();
      found.push(inline);
    }
  }
  plain += text.slice(end);
  flush();
  return found;
}

function inlineOf({ groups = {} }: RegExpExecArray, depth: number): Inline | undefined {
  const { code, strong = groups.strong2, emphasis = groups.emphasis2, label, target, bare } = groups;
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', children: inlinesOf(strong, depth + 1) };
  if (emphasis !== undefined) return { kind: 'emphasis', children: inlinesOf(emphasis, depth + 1) };
  const href = safeHref(target ?? bare ?? '');
  if (href === undefined) return undefined;
  // No link stands within a link.
  return { kind: 'link', href, children: [{ kind: 'text', text: label ?? bare }] };
}
