// A trace as one HTML file that says the same in ten years: no scripts, nothing loaded, everything escaped.

import { bytes, count } from '../format';
import type { SpanDetail } from '../span';
import { carriedHtml } from './carried';
import type { SnapshotFacts } from './facts';
import { footHtml, headHtml } from './head';
import type { SnapshotLine } from './lines';
import { Resources } from './resources';
import { MOST_LEVELS, rowHtml } from './row';

/** Letters of what spans carry: larger files are slow to open. */
const MOST_CARRIED = 20_000_000;

export class SnapshotWriter {
  readonly #facts: SnapshotFacts;
  readonly #resources: Resources;
  /** Its rows as HTML. */
  readonly #rows: string[] = [];
  /** Levels of the lists that are open. */
  readonly #open: number[] = [];
  readonly #most: number;
  #written = 0;
  #carried = 0;
  /** Spans whose attributes had no room, and those that were not there any more. */
  #crowdedOut = 0;
  #gone = 0;

  constructor(facts: SnapshotFacts, most = MOST_CARRIED) {
    this.#facts = facts;
    this.#resources = new Resources(facts.words.resource);
    this.#most = most;
  }

  /** Whether there is room for what more spans carry. */
  get hasRoom(): boolean {
    return this.#carried + this.#resources.length < this.#most;
  }

  /** The next row. @param span what is known of it, where it is a span and all of it is wanted */
  add(line: SnapshotLine, span?: SpanDetail): void {
    this.#rows.push(this.#place(line.level), rowHtml(this.#facts, line, line.is === 'span' ? this.#carriedBy(span) : ''));
    this.#written++;
  }

  /** The file in parts. */
  finish(): string[] {
    const ends = this.#open.map(() => '</li></ol>');
    return [headHtml(this.#facts, this.#notes()), ...this.#rows, ...ends, footHtml(this.#facts, this.#resources.html())];
  }

  #carriedBy(span: SpanDetail | undefined): string {
    if (!this.#facts.carries) return '';
    if (!this.hasRoom) {
      this.#crowdedOut++;
      return '<p class="muted">Left out: the file would be too large</p>';
    }
    if (!span) {
      this.#gone++;
      return '<p class="muted">The server had no more of it</p>';
    }
    const html = carriedHtml(span, this.#facts.words, this.#resources);
    this.#carried += html.length;
    return html;
  }

  /** Ends and begins lists so that the next row stands at its level. */
  #place(given: number): string {
    const level = Math.min(given, MOST_LEVELS);
    const open = this.#open;
    let html = '';
    while (open.length > 1 && (open.at(-1) ?? 0) > level) {
      html += '</li></ol>';
      open.pop();
    }
    if (open.length === 0 || (open.at(-1) ?? 0) < level) {
      open.push(level);
      return `${html}<ol><li>`;
    }
    // The first row may lie deeper than what follows, where rows above it are hidden.
    open[open.length - 1] = level;
    return `${html}</li><li>`;
  }

  #notes(): string[] {
    const { rows, model, carries, root, words } = this.#facts;
    const { columns } = model;
    const notes: string[] = [];
    if (rows > this.#written) {
      notes.push(`The first ${count(this.#written)} of ${count(rows)} rows are here, as they were folded. The others are left out.`);
    } else if (rows < columns.count) {
      const stand = rows === 1 ? '1 row stands' : `${count(rows)} rows stand`;
      notes.push(`${stand} for the ${count(columns.count)} spans, as they were folded and filtered.`);
    }
    if (root >= 0) notes.push('Only one span and what is below it is shown; the figures are of the whole trace.');
    if (columns.truncated !== null) {
      notes.push(`The trace has ${count(columns.truncated.total)} spans, of which the server gave out ${count(columns.truncated.shown)}.`);
    }
    const carried = `${words.attributes}, ${words.events.toLowerCase()} and ${words.links.toLowerCase()}`;
    if (!carries) notes.push(`${carried} were left out on purpose.`);
    if (this.#crowdedOut > 0) {
      notes.push(`${carried} of ${count(this.#crowdedOut)} spans are left out: those of the others take ${bytes(this.#carried + this.#resources.length)}.`);
    }
    if (this.#gone > 0) notes.push(`${carried} of ${count(this.#gone)} spans were not on the server any more.`);
    return notes;
  }
}
