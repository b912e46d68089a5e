// The fields of a span as attributes, which is how formats without those fields have them and how people look for
// them: `error=true`, `span.kind=server`.

import { Kind, Status } from './columns';
import type { SpanDetail } from './span';

const KINDS = Object.keys(Kind);

/** What is set. */
export function factsOf(span: SpanDetail): { key: string; value: string }[] {
  const { kind, status, traceState, scope } = span;
  const facts = [
    { key: 'span.kind', value: kind === Kind.unspecified ? '' : KINDS[kind] },
    { key: 'otel.status_code', value: ['', 'OK', 'ERROR'][status.code] },
    { key: 'error', value: status.code === Status.error ? 'true' : '' },
    { key: 'otel.status_description', value: status.message },
    { key: 'w3c.tracestate', value: traceState },
    { key: 'otel.scope.name', value: scope.name },
    { key: 'otel.scope.version', value: scope.version },
  ];
  return facts.filter(({ value }) => value !== '');
}
