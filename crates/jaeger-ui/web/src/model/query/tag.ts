// A tag of Jaeger as a condition. OTLP has fields for what some tags say, and a search for the tag means those, too.

import type { Constant, Reference, SpanExpression } from './expression';
import { KINDS } from './typed';

/** Some value of the key is `value`, whatever its type. */
export function tagIs(key: string, value: string): SpanExpression {
  const attribute = equals({ is: 'attribute', key }, { type: 'untyped', value });
  const field = fieldOfTag(key, value);
  return field ? { is: 'or', parts: [attribute, field] } : attribute;
}

/** What a span has in place of the tag; undefined for tags that are attributes everywhere. */
export function fieldOfTag(key: string, value: string): SpanExpression | undefined {
  switch (key) {
    case 'error':
      return value === 'true' ? status('error') : undefined;
    case 'otel.status_code':
      return value === 'ERROR' ? status('error') : value === 'OK' ? status('ok') : undefined;
    case 'otel.status_description':
      return equals(field('span', 'statusMessage'), { type: 'text', value });
    case 'span.kind':
      return KINDS.some((kind) => kind === value) ? equals(field('span', 'kind'), { type: 'kind', value }) : undefined;
    case 'otel.scope.name':
      return equals(field('scope', 'name'), { type: 'text', value });
    case 'otel.scope.version':
      return equals(field('scope', 'version'), { type: 'text', value });
    default:
      return undefined;
  }
}

function status(value: string): SpanExpression {
  return equals(field('span', 'status'), { type: 'status', value });
}

function field(level: 'span' | 'scope', name: string): Reference {
  return { is: 'field', level, name };
}

function equals(reference: Reference, constant: Constant): SpanExpression {
  return { is: 'leaf', reference, predicate: { is: 'compare', by: 'eq', constant } };
}
