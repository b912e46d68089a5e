// Everything that the bars are drawn from.

import type { TraceModel } from '../../../model/columns';
import type { Gap, TimeScale } from '../../../model/gaps';
import type { Groups } from '../../../model/groups';
import type { Palette } from '../../../ui/useCanvas';
import type { Rules } from '../folding';
import type { ColorBy } from './colorBy';
import type { CriticalByRow } from './criticalByRow';
import type { Layout, RowGeometry } from './geometry';
import type { CarriedByRow } from './useCarried';

export interface Scene {
  model: TraceModel;
  /** The visible rows, see `model/rows.ts`. */
  codes: Uint32Array;
  groups: Groups | undefined;
  gaps: readonly Gap[];
  scale: TimeScale;
  layout: Layout;
  geometry: RowGeometry;
  rules: Rules;
  critical: CriticalByRow | undefined;
  colors: ColorBy;
  /** A 1 for rows that filters keep; the others are drawn faintly. */
  kept: Uint8Array | undefined;
  /** A 1 for rows in which the text of the find box is. */
  found: Uint8Array | undefined;
  /** The row that is open. */
  selected: number;
  /** By row: ns from the start of the trace. */
  eventTimes: ReadonlyMap<number, readonly number[]> | undefined;
  carried: CarriedByRow;
}

/** What the painters of one frame share. */
export interface Brush {
  ctx: CanvasRenderingContext2D;
  palette: Palette;
  scene: Scene;
  /** Of all there is to draw on. */
  width: number;
  /** What is outside the window of time reaches a little beyond the axis, to here. */
  left: number;
  right: number;
  /** Pixels of a time. */
  x(nanos: number): number;
}

const BEYOND = 8;

export function brushOf(ctx: CanvasRenderingContext2D, palette: Palette, scene: Scene): Brush {
  const { barsWidth, axisStart, axisEnd } = scene.layout;
  return {
    ctx,
    palette,
    scene,
    width: barsWidth,
    left: axisStart - BEYOND,
    right: axisEnd + BEYOND,
    x: (nanos) => axisStart + scene.scale.scale(nanos) * (axisEnd - axisStart),
  };
}
