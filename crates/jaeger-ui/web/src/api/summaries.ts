// What a list of results shows of a trace.

import type { Summary } from '../model/summarize';

export type ServiceShare = Summary['services'][number];

export interface TraceSummary extends Summary {
  /** From a file, not from the server. */
  isUpload?: boolean;
}

export interface SummaryPage {
  summaries: TraceSummary[];
  /** Asks for the next page; absent on the last. */
  nextPageToken?: string;
}
