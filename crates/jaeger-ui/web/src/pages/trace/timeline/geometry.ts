// Where rows stand. All in CSS pixels.

/** Browsers cut elements that are higher; above it a step of the scroll bar is more than a pixel of rows. */
const MOST_HEIGHT = 12_000_000;

export interface Layout {
  /** Names over bars, for narrow windows. */
  stacked: boolean;
  rowHeight: number;
  /** Of the bar within its row. */
  barTop: number;
  barHeight: number;
  /** Where the bars begin. */
  barsLeft: number;
  /** Of the bars and the room at their sides. */
  barsWidth: number;
  /** Where the axis begins and ends, from `barsLeft`. */
  axisStart: number;
  axisEnd: number;
}

/** Room at the left of the bars, so that marks are whole, and at the right for a duration after the longest bar. */
const LEFT = 8;
const RIGHT = 64;
const STACKED_RIGHT = 72;
const ROW = 24;
const STACKED_ROW = 40;

export function layoutOf(width: number, nameWidth: number, stacked: boolean): Layout {
  const barsLeft = stacked ? 0 : nameWidth;
  const barsWidth = Math.max(0, width - barsLeft);
  return {
    stacked,
    rowHeight: stacked ? STACKED_ROW : ROW,
    barTop: stacked ? 26 : 6,
    barHeight: stacked ? 8 : 12,
    barsLeft,
    barsWidth,
    axisStart: LEFT,
    axisEnd: Math.max(LEFT + 1, barsWidth - (stacked ? STACKED_RIGHT : RIGHT)),
  };
}

/** A place among the rows below which a box of some height is open. */
export interface Inset {
  position: number;
  height: number;
}

export class RowGeometry {
  readonly count: number;
  readonly rowHeight: number;
  readonly inset: Inset | undefined;

  constructor(count: number, rowHeight: number, inset?: Inset) {
    this.count = count;
    this.rowHeight = rowHeight;
    this.inset = inset;
  }

  get height(): number {
    return this.count * this.rowHeight + (this.inset?.height ?? 0);
  }

  top(position: number): number {
    const { inset } = this;
    return position * this.rowHeight + (inset !== undefined && position > inset.position ? inset.height : 0);
  }

  /** The row at a height; the one above where the open box is. */
  at(y: number): number {
    let rows = y / this.rowHeight;
    if (this.inset !== undefined) {
      const end = (this.inset.position + 1) * this.rowHeight;
      if (y >= end + this.inset.height) rows = (y - this.inset.height) / this.rowHeight;
      else if (y >= end) rows = this.inset.position;
    }
    return Math.max(0, Math.min(this.count - 1, Math.floor(rows)));
  }

  /** Height of the element that scrolls. */
  get scrollHeight(): number {
    return Math.min(this.height, MOST_HEIGHT);
  }

  /** The height of rows above the window, for a position of the scroll bar. */
  offset(scrollTop: number, viewHeight: number): number {
    if (this.height <= MOST_HEIGHT) return scrollTop;
    return scrollTop * ((this.height - viewHeight) / (MOST_HEIGHT - viewHeight));
  }

  scrollTop(offset: number, viewHeight: number): number {
    const within = Math.max(0, Math.min(offset, this.height - viewHeight));
    if (this.height <= MOST_HEIGHT) return within;
    return within * ((MOST_HEIGHT - viewHeight) / (this.height - viewHeight));
  }
}
