// Where the app lies on its host, `/` or `/jaeger/`, and how addresses below it are written.

let base = '/';

/** Told once at the start by whoever can see the document: the page, or its worker's first message. */
export function setBasePath(path: string): void {
  base = path.endsWith('/') ? path : `${path}/`;
}

/** Starts and ends with a slash. */
export function basePath(): string {
  return base;
}

/** The address of a path such as `api/v3/services` or `/search`. */
export function withBase(path: string): string {
  return base + path.replace(/^\/+/, '');
}

/**
 * Parameters in the order given. Only what a query must not hold is escaped, so that links stay readable:
 * `a=1:2/3` rather than `a=1%3A2%2F3`.
 */
export function queryText(params: Iterable<readonly [string, string]>): string {
  const parts: string[] = [];
  for (const [name, value] of params) parts.push(`${escape(name)}=${escape(value)}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function escape(text: string): string {
  // Half a surrogate pair, as cut text may end in, has no UTF-8 form.
  const whole = text.replace(/\p{Surrogate}/gu, '\uFFFD');
  return encodeURIComponent(whole)
    .replace(/%(?:3A|2F|2C|40|24|7C)/g, decodeURIComponent)
    .replace(/%20/g, '+');
}

/** The parameters of an address, whatever is wrong with it. */
export function parseQuery(search: string): URLSearchParams {
  return new URLSearchParams(search);
}
