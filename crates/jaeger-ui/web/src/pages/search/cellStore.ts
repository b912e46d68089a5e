// Cells that no summary fills, asked for a few rows at a time: those that are in sight when it is quiet.

import type { TraceCells } from '../../api/cells';
import { MOST_IDS } from '../../api/cells';

/** A trace that has grown is another one. */
export interface CellKey {
  traceId: string;
  spans: number;
}

export interface CellState {
  cells?: TraceCells;
  /** Nothing more will come. */
  isSettled: boolean;
}

type Ask = (traceIds: readonly string[], keys: readonly string[]) => Promise<readonly TraceCells[]>;

/** So long nothing new may come into sight before it is asked for. */
const QUIET_MS = 60;
/** Cells of more rows are forgotten, the oldest first. */
const MOST_KEPT = 3000;

const UNKNOWN: CellState = { isSettled: false };

export class CellStore {
  readonly #ask: Ask;
  readonly #quietMs: number;
  readonly #known = new Map<string, CellState>();
  /** Rows in sight, and how many cells of each look at it. */
  readonly #wanted = new Map<string, { key: CellKey; watchers: Set<() => void> }>();
  /** Rows that were asked for in vain. They are asked for again when they come into sight again. */
  readonly #missed = new Set<string>();
  #keys: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;

  constructor(ask: Ask, quietMs = QUIET_MS) {
    this.#ask = ask;
    this.#quietMs = quietMs;
  }

  /** Attributes of which each row has a cell. */
  setKeys(keys: readonly string[]): void {
    if (keys.length === this.#keys.length && keys.every((key, at) => key === this.#keys[at])) return;
    this.#keys = keys;
    this.#later();
  }

  /** What is known of a row; the same object until it changes. */
  get(key: CellKey): CellState {
    return this.#known.get(nameOf(key)) ?? UNKNOWN;
  }

  /** Says that a row is in sight until the function it returns is called. */
  watch(key: CellKey, changed: () => void): () => void {
    const name = nameOf(key);
    const row = this.#wanted.get(name) ?? { key, watchers: new Set() };
    row.watchers.add(changed);
    this.#wanted.set(name, row);
    if (this.#lacks(name)) this.#later();
    return () => {
      row.watchers.delete(changed);
      if (row.watchers.size > 0) return;
      this.#wanted.delete(name);
      this.#missed.delete(name);
    };
  }

  #lacks(name: string): boolean {
    if (this.#missed.has(name)) return false;
    const values = this.#known.get(name)?.cells?.values;
    return values === undefined || this.#keys.some((key) => values[key] === undefined);
  }

  #later(): void {
    clearTimeout(this.#timer);
    if (!this.#isAsking) this.#timer = setTimeout(() => void this.#fill(), this.#quietMs);
  }

  /** One question at a time, and only for what is still in sight then. */
  async #fill(): Promise<void> {
    const names = [...this.#wanted.keys()].filter((name) => this.#lacks(name)).slice(0, MOST_IDS);
    if (names.length === 0) return;
    const rows = names.flatMap((name) => this.#wanted.get(name)?.key ?? []);
    const keys = this.#keys;
    this.#isAsking = true;
    let found: readonly TraceCells[] = [];
    try {
      found = await this.#ask(rows.map(({ traceId }) => traceId), keys);
    } catch {
      // The cells fall back to what the summaries say; the list itself tells of servers that are gone.
    }
    this.#isAsking = false;
    const byId = new Map(found.map((cells) => [cells.traceId, cells]));
    for (const { traceId, spans } of rows) this.#settle(nameOf({ traceId, spans }), byId.get(traceId));
    this.#later();
  }

  #settle(name: string, cells: TraceCells | undefined): void {
    const before = this.#known.get(name)?.cells;
    if (!cells) this.#missed.add(name);
    this.#known.delete(name);
    this.#known.set(name, { cells: cells ? { ...cells, values: { ...before?.values, ...cells.values } } : before, isSettled: true });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST_KEPT) break;
      this.#known.delete(oldest);
    }
    for (const changed of this.#wanted.get(name)?.watchers ?? []) changed();
  }
}

const nameOf = ({ traceId, spans }: CellKey) => `${traceId} ${spans}`;
