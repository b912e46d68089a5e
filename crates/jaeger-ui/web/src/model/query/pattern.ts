// Regular expressions of the query language. The server compiles them in its own dialect; here, only what
// is wrong in every dialect is told while typing.

/** As much as one counted repetition within others may come to; the server's limit is one of memory. */
const REPEATED_MOST = 100_000;

/** Why a pattern cannot be compiled; undefined when it may be. */
export function patternProblem(pattern: string): string | undefined {
  if (repetitions(pattern) > REPEATED_MOST) return 'it repeats too often';
  try {
    new RegExp(asJavaScript(pattern), 's');
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^Invalid regular expression: \/.*\/[a-z]*: /s, '');
  }
}

/** What the server's dialect has beyond this one is put in words that both have. */
function asJavaScript(pattern: string): string {
  return pattern
    .replace(/\(\?[a-zA-Z]+(?:-[a-zA-Z]+)?\)/g, '')
    .replace(/\(\?[a-zA-Z]*(?:-[a-zA-Z]+)?:/g, '(?:')
    .replaceAll('(?P<', '(?<')
    .replace(/\\[AzZ]/g, '(?:)')
    .replace(/\[\[:\^?\w+:\]/g, '[\\w');
}

/** The largest product of counts that stand within each other: `(a{9}){9}` has 81. */
function repetitions(pattern: string): number {
  const open: number[] = [];
  let within = 1;
  let most = 1;
  let last = 1;
  for (const [part, count] of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[()]|\{\d+(?:,(\d*))?\}|./gs)) {
    if (part === '(') {
      open.push(within);
      within = 1;
      last = 1;
    } else if (part === ')') {
      last = within;
      within = Math.max(open.pop() ?? 1, last);
    } else if (part.startsWith('{') && part.length > 1) {
      last *= Number(count || part.slice(1).match(/\d+/)?.[0] || 1);
      within = Math.max(within, last);
      most = Math.max(most, last);
    } else last = 1;
  }
  return most;
}

/** As the text form writes them: the whole text must match. */
export function anchored(pattern: string): string {
  return `^(?s:${pattern})$`;
}

/** The pattern as the text form writes it. */
export function unanchored(pattern: string): string {
  const whole = /^\^\(\?s:(.*)\)\$$/s.exec(pattern);
  return whole ? whole[1] : `.*(?:${pattern}).*`;
}
