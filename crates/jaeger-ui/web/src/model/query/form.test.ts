import { describe, expect, it } from 'vitest';

import { attributeIs, clausesOf, rowsOf, textOfRows, withPart } from './clauses';
import { contextAt, suggestions } from './complete';
import { joinForm, splitForm } from './form';
import { goDuration, writeGoDuration } from './goDuration';
import { parse } from './parse';
import { print } from './print';

function expression(text: string) {
  const parsed = parse(text);
  if (parsed.error) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.expression;
}

describe('form and expression', () => {
  const texts = [
    '{}',
    '{ resource.service.name = "cart" && span:name = "GET /" }',
    '{ resource.service.name = "cart" && .http.status_code = 500 && trace:duration >= 300ms && trace:errors > 0 }',
    '{ span:duration >= 1500ms && span:duration <= 1h30m }',
    '{ .code = "500" && .text = "two words" }',
    '{ .a = 1 } || { .b = 2 }',
    '{ trace:errors > 0 } && !{ .k = "v" }',
    '{ trace:errors > 0 && resource.service.name = "a" } && { resource.service.name = "b" }',
  ];

  it.each(texts)('%s has a form that asks the same', (text) => {
    const split = splitForm(expression(text));
    const again = splitForm(joinForm(split));
    expect(again).toEqual(split);
    expect(parse(print(joinForm(split)) ?? '').error).toBeUndefined();
  });

  it('puts into fields what the form has fields for', () => {
    const split = splitForm(expression(texts[2]));
    expect(split.fields).toEqual({
      service: 'cart',
      tags: 'http.status_code=500',
      traceDurationMin: '300ms',
      errorsOnly: true,
    });
    expect([split.conditions, split.rest]).toEqual([[], []]);
  });

  it('keeps a number in quotes out of the form, where it would be a number', () => {
    const split = splitForm(expression('{ .code = "500" }'));
    expect(split.fields.tags).toBeUndefined();
    expect(split.conditions).toHaveLength(1);
  });
});

describe('clauses', () => {
  it('are each left out in turn', () => {
    const found = clausesOf(expression('{ trace:errors > 0 && .a = 1 && .b = 2 } && !{ .c = 3 }'));
    expect(found.map(({ text, without }) => [text, print(without)])).toEqual([
      ['.a = 1', '{ .b = 2 && trace:errors > 0 } && !{ .c = 3 }'],
      ['.b = 2', '{ .a = 1 && trace:errors > 0 } && !{ .c = 3 }'],
      ['trace:errors > 0', '{ .a = 1 && .b = 2 } && !{ .c = 3 }'],
      ['!{ .c = 3 }', '{ .a = 1 && .b = 2 && trace:errors > 0 }'],
    ]);
  });

  it('are added once', () => {
    const first = withPart(expression('{ service = "a" }'), attributeIs('method', 'paypal'));
    expect(print(first)).toBe('{ service = "a" } && { .method = "paypal" }');
    expect(withPart(first, attributeIs('method', 'paypal'))).toBe(first);
    expect(print(attributeIs('code', '500'))).toBe('{ .code = 500 || .code = "500" }');
  });

  it('are rows where they can be', () => {
    const text = '{ .a != "x" && span:status = error && .b = nil && (.c = 1 || .d = 2) } && !{ .e = 5 }';
    const rows = rowsOf(expression(text));
    expect(rows.rows).toEqual([
      { subject: '.a', operator: '!=', value: 'x' },
      { subject: 'span:status', operator: '=', value: 'error' },
      { subject: '.b', operator: 'absent', value: '' },
    ]);
    expect(rows.locked).toHaveLength(2);
    expect(print(expression(textOfRows(rows)))).toBe(print(expression(text)));
  });
});

describe('completion', () => {
  const known = { keys: ['http.route', 'db.system', 'a b'], values: ['x', '5'], services: ['cart'], operations: ['GET /'] };
  const cases: [text: string, expects: string, first: string | undefined][] = [
    ['', 'group', '{ '],
    ['{ ', 'subject', 'service '],
    ['{ .ht', 'subject', '.http.route '],
    ['{ span.', 'subject', 'span.http.route '],
    ['{ "', 'subject', undefined],
    ['{ service ', 'operator', '= '],
    ['{ span:kind = ', 'value', 'unspecified '],
    ['{ service = "ca', 'value', '"cart" '],
    ['{ .k = ', 'value', '"x" '],
    ['{ .k = 5 ', 'join', '&& '],
    ['{ .k = 5 && ', 'subject', 'service '],
    ['{ .k = 5 } ', 'joinGroups', '&& { '],
    ['{ .k = 5 } || ', 'group', '{ '],
    ['{ event{ event:na', 'subject', 'event:name '],
  ];

  it.each(cases)('%s', (text, expects, first) => {
    const context = contextAt(text, text.length);
    expect(context.expects).toBe(expects);
    expect(suggestions(context, known)[0]?.text).toBe(first);
  });

  it('knows the service that is spoken of', () => {
    expect(contextAt('{ service = "cart" && span:name = ', 34).service).toBe('cart');
  });
});

describe('durations', () => {
  it.each([['1h30m', 5_400_000_000_000n], ['1.5s', 1_500_000_000n], ['-1us', -1000n], ['0', 0n], ['1', undefined], ['1x', undefined], ['', undefined]])(
    '%s',
    (text, nanos) => {
      expect(goDuration(text)).toBe(nanos);
      if (nanos !== undefined) expect(goDuration(writeGoDuration(nanos))).toBe(nanos);
    },
  );

  it.each([[39_900_000n, '39.9ms'], [1_500_000_000n, '1500ms'], [12_345_678n, '12345.678us'], [12_500_000_000n, '12.5s'], [5_400_000_000_000n, '1h30m'], [0n, '0s']])(
    '%s ns is short',
    (nanos, text) => {
      const written = writeGoDuration(nanos);
      expect(goDuration(written)).toBe(nanos);
      expect(written).toBe(text);
    },
  );
});
