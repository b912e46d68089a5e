// A snapshot down to its rows: figures, findings, services.

import { clip, count, dateTime, duration, durationExact, timeExact } from '../format';
import { safeHref } from '../links';
import { data, escape } from './escape';
import type { SnapshotFacts } from './facts';
import { markHtml } from './row';
import { snapshotStyle } from './style';

const MOST_SERVICES = 100;
const MOST_WARNINGS = 20;
/** Nothing is run or loaded, wherever the file is opened. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** @param notes sentences on what the file does not hold */
export function headHtml(facts: SnapshotFacts, notes: readonly string[]): string {
  const title = escape(clip(`${facts.service}: ${facts.name}`, 200));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${snapshotStyle(facts.tokens)}</style>
</head>
<body>
<header>
<h1>${data(facts.service, 120, '(no service)')} ${data(facts.name, 200, '(no name)')}</h1>
${figuresHtml(facts)}
</header>
<main>
${listHtml('Notes', 'notes', [...notes.map(escape), ...warningsOf(facts)])}
${findingsHtml(facts)}
${servicesHtml(facts)}
<section>
<h2>Spans</h2>
<div class="line titles" aria-hidden="true"><span>Span</span><span>Start</span><span>Duration</span><span></span></div>
`;
}

/** @param rest what stands below the rows, as HTML */
export function footHtml({ savedAtUnixNano, zone, address }: SnapshotFacts, rest: string): string {
  const href = address === undefined ? undefined : safeHref(address);
  const from = href === undefined ? '' : ` from <a href="${escape(href)}" rel="noopener noreferrer">${data(href)}</a>`;
  return `</section>
${rest}
</main>
<footer>Saved ${escape(dateTime(savedAtUnixNano, zone))}${from}</footer>
</body>
</html>
`;
}

function figuresHtml({ model: { columns, derived }, zone }: SnapshotFacts): string {
  const failed = derived.errors.length;
  const pairs = [
    ['Trace id', columns.traceId],
    ['Start', timeExact(columns.startUnixNano, zone)],
    ['Duration', `${duration(columns.durationNano)} (${durationExact(columns.durationNano)})`],
    ['Spans', count(columns.count)],
    ['Errors', count(failed)],
    ['Services', count(columns.services.length)],
    ['Depth', count(derived.maxDepth + 1)],
  ];
  const rows = pairs.map(([key, text]) => {
    const isProblem = key === 'Errors' && failed > 0;
    return `<div><dt>${key}</dt><dd${isProblem ? ' class="problem"' : ''}>${escape(text)}</dd></div>`;
  });
  return `<dl class="figures">${rows.join('')}</dl>`;
}

function warningsOf({ model: { columns } }: SnapshotFacts): string[] {
  return columns.warnings.slice(0, MOST_WARNINGS).map((warning) => data(warning, 1_000));
}

function findingsHtml({ findings }: SnapshotFacts): string {
  const items = findings.map(({ text, isProblem }) => (isProblem ? `<span class="problem">Failed:</span> ${data(text, 1_000)}` : data(text, 1_000)));
  return listHtml('Findings', 'findings', items);
}

/** @param items as HTML */
function listHtml(title: string, kind: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<section><h2>${title}</h2><ul class="${kind}">${items.map((item) => `<li>${item}</li>`).join('')}</ul></section>`;
}

/** Where the time went; the marks of the rows are explained by it. */
function servicesHtml({ model: { columns, derived } }: SnapshotFacts): string {
  const { self, spans, errors } = derived.byService;
  const order = columns.services.map((_, service) => service).filter((service) => spans[service] > 0);
  order.sort((a, b) => self[b] - self[a]);
  const rows = order.slice(0, MOST_SERVICES).map((service) => {
    const failed = errors[service] > 0 ? `<span class="problem">${count(errors[service])}</span>` : '0';
    const name = columns.services[service];
    return (
      `<tr><th scope="row">${markHtml(name)} ${data(name, 120, '(no service)')}</th>` +
      `<td>${escape(duration(self[service]))}</td><td>${count(spans[service])}</td><td>${failed}</td></tr>`
    );
  });
  const rest = order.length - rows.length;
  const more = rest > 0 ? `<p class="muted">${count(rest)} more</p>` : '';
  const heads = ['Service', 'Self time', 'Spans', 'Errors'].map((head) => `<th scope="col">${head}</th>`).join('');
  return `<section><h2>Services</h2><table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>${more}</section>`;
}
