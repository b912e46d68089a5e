// What a list of results shows of a trace.

export interface ServiceShare {
  name: string;
  spans: number;
  errors: number;
}

export interface TraceSummary {
  traceId: string;
  rootService: string;
  rootName: string;
  startUnixNano: bigint;
  durationNano: number;
  spans: number;
  errors: number;
  /** Spans whose parent is missing. */
  orphans: number;
  services: ServiceShare[];
  /** From a file, not from the server. */
  isUpload?: boolean;
}

export interface SummaryPage {
  summaries: TraceSummary[];
  /** Asks for the next page; absent on the last. */
  nextPageToken?: string;
}
