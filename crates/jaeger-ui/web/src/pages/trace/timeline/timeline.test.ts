import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { timeScale } from '../../../model/gaps';
import { modelOf, randomSpans } from '../../../model/testTraces';
import { criticalByRow } from './criticalByRow';
import { RowGeometry } from './geometry';
import { ticksOf, timeLabel } from './ticks';

describe('RowGeometry', () => {
  it('leaves room for the box that is open below a row', () => {
    const rows = new RowGeometry(10, 24, { position: 2, height: 100 });
    expect(rows.height).toBe(340);
    expect([rows.top(2), rows.top(3)]).toEqual([48, 172]);
    expect([rows.at(47), rows.at(80), rows.at(171), rows.at(172)]).toEqual([1, 2, 2, 3]);
    expect([rows.at(-5), rows.at(1e9)]).toEqual([0, 9]);
  });

  it('maps the scroll bar onto more rows than an element can be high', () => {
    const rows = new RowGeometry(2_000_000, 24);
    const view = 600;
    expect(rows.scrollHeight).toBeLessThan(17e6);
    expect(rows.offset(0, view)).toBe(0);
    expect(rows.offset(rows.scrollHeight - view, view)).toBeCloseTo(rows.height - view, 3);
    for (const offset of [0, 1e6, rows.height - view]) {
      expect(rows.offset(rows.scrollTop(offset, view), view)).toBeCloseTo(offset, 3);
    }
  });

  it('finds each row where it stands', () => {
    const box = fc.record({ position: fc.nat(99), height: fc.nat(500) });
    fc.assert(
      fc.property(fc.option(box, { nil: undefined }), fc.nat(99), (inset, position) => {
        const rows = new RowGeometry(100, 24, inset);
        expect(rows.at(rows.top(position))).toBe(position);
        expect(rows.at(rows.top(position) + 23)).toBe(position);
      }),
    );
  });
});

describe('ticksOf', () => {
  it('has even round steps', () => {
    const ticks = ticksOf(timeScale(0, 491e6), 800);
    expect(ticks.map((tick) => tick.label)).toEqual(['0', '100 ms', '200 ms', '300 ms', '400 ms']);
  });

  it('tells apart what is close together, and skips folded gaps', () => {
    const labels = ticksOf(timeScale(947e6, 950e6), 600).map((tick) => tick.label);
    expect(new Set(labels).size).toBe(labels.length);
    const folded = ticksOf(timeScale(0, 1000, [{ start: 100, end: 900 }]), 800);
    expect(folded.every(({ time }) => time <= 100 || time >= 900)).toBe(true);
  });

  it('is empty without room or time', () => {
    expect(ticksOf(timeScale(5, 5), 800)).toEqual([]);
    expect(ticksOf(timeScale(0, 100), 0)).toEqual([]);
  });
});

describe('timeLabel', () => {
  it('has the digits that the step needs', () => {
    expect(timeLabel(948.5e6, 0.5e6)).toBe('948.5 ms');
    expect(timeLabel(1.5e9, 0.5e9)).toBe('1.5 s');
    expect(timeLabel(90e9, 30e9)).toBe('1 min 30 s');
  });
});

describe('criticalByRow', () => {
  it('gives each row its own parts and no others', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 40 }), (numbers) => {
        const model = modelOf(randomSpans(numbers));
        const { first, part } = criticalByRow(model);
        const { row } = model.derived.critical;
        expect(part).toHaveLength(row.length);
        for (let at = 0; at < model.columns.count; at++) {
          for (let index = first[at]; index < first[at + 1]; index++) expect(row[part[index]]).toBe(at);
        }
      }),
    );
  });
});
