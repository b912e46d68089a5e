import { describe, expect, it } from 'vitest';

import { attributeIs, wordIs, wordOfKey } from './clauses';
import { EMPTY_FORM, joinForm, splitForm } from './form';
import { parse } from './parse';
import { print, printCondition } from './print';
import { tagIs } from './tag';

describe('tags of Jaeger', () => {
  const cases = [
    ['http.route', '/a', '.http.route = "/a"'],
    ['error', 'true', '.error = true || span:status = error'],
    ['error', 'false', '.error = false'],
    ['otel.status_code', 'ERROR', '.otel.status_code = "ERROR" || span:status = error'],
    ['otel.status_code', 'OK', '.otel.status_code = "OK" || span:status = ok'],
    ['otel.status_code', 'ok', '.otel.status_code = "ok"'],
    ['otel.status_description', 'gone', '.otel.status_description = "gone" || span:statusMessage = "gone"'],
    ['span.kind', 'server', '.span.kind = "server" || span:kind = server'],
    ['span.kind', 'other', '.span.kind = "other"'],
    ['otel.scope.name', 'http', '.otel.scope.name = "http" || instrumentation:name = "http"'],
    ['otel.scope.version', '1', '.otel.scope.version = 1 || instrumentation:version = "1"'],
  ] as const;

  it.each(cases)('%s=%s', (key, value, text) => {
    expect(printCondition(tagIs(key, value))).toBe(text);
  });

  it.each(cases)('%s=%s comes back into the form', (key, value) => {
    const fields = { ...EMPTY_FORM, service: 'web', tags: `other=7 ${key}=${value}` };
    const expression = joinForm({ fields, conditions: [], rest: [] });
    expect(splitForm(expression)).toEqual({ fields, conditions: [], rest: [] });
    const parsed = parse(print(expression) ?? '');
    expect(parsed.error === undefined && splitForm(parsed.expression).fields.tags).toBe(fields.tags);
  });

  it('are found by what was found in common, too', () => {
    expect(print(attributeIs('error', 'true'))).toBe('{ .error = true || .error = "true" || span:status = error }');
    expect(print(attributeIs('method', 'paypal'))).toBe('{ .method = "paypal" }');
  });

  it.each(['{ .a = 1 || .b = 2 }', '{ .error = true || span:status = ok }', '{ span:status = error || .error = true }'])(
    '%s is no tag',
    (text) => {
      const parsed = parse(text);
      expect(parsed.error === undefined && splitForm(parsed.expression).fields.tags).toBeUndefined();
    },
  );
});

describe('a key as a search writes it', () => {
  it.each([
    ['tenant', 'acme', '{ .tenant = "acme" }'],
    ['.tenant', 'acme', '{ .tenant = "acme" }'],
    ['http.route', '/a', '{ .http.route = "/a" }'],
    ['span.tenant', 'acme', '{ span.tenant = "acme" }'],
    ['resource.version', '2', '{ resource.version = 2 || resource.version = "2" }'],
    ['resource.service.name', '5', '{ service = "5" }'],
    ['instrumentation.k', 'v', '{ instrumentation.k = "v" }'],
    ['.span.k', 'v', '{ .span.k = "v" }'],
    ['error', 'true', '{ .error = true || .error = "true" || span:status = error }'],
    ['two words', 'v', '{ ."two words" = "v" }'],
    ['.', 'v', '{ .. = "v" }'],
    ['span.', 'v', '{ .span. = "v" }'],
  ])('%s is %s: %s', (word, value, text) => expect(print(wordIs(word, value))).toBe(text));

  it.each([
    ['tenant', 'tenant'],
    ['http.route', 'http.route'],
    ['span.kind', '.span.kind'],
    ['resource.k', '.resource.k'],
    ['.k', '..k'],
    ['constructor.k', 'constructor.k'],
  ])('the key %s is written %s', (key, word) => {
    expect(wordOfKey(key)).toBe(word);
    expect(wordIs(word, 'v')).toEqual(attributeIs(key, 'v'));
  });
});
