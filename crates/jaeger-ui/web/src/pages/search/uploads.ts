// Traces from files, beside those of the server until they are put away.

import { create } from 'zustand';

import type { TraceSummary } from '../../api/summaries';
import { forgetUploads, uploadTraces } from '../../api/upload';
import { count } from '../../model/format';
import { toast } from '../../ui/toast';

interface Uploads {
  traces: readonly TraceSummary[];
  isReading: boolean;
  error?: unknown;
  add(files: readonly File[]): Promise<void>;
  clear(): void;
}

export const useUploads = create<Uploads>((set, get) => ({
  traces: [],
  isReading: false,
  async add(files) {
    if (files.length === 0) return;
    set({ isReading: true, error: undefined });
    try {
      const added = (await uploadTraces(files)).map((trace) => ({ ...trace, isUpload: true }));
      const ids = new Set(added.map(({ traceId }) => traceId));
      const others = get().traces.filter(({ traceId }) => !ids.has(traceId));
      set({ traces: [...added, ...others] });
      toast(`${count(added.length)} ${added.length === 1 ? 'trace' : 'traces'} read`);
    } catch (error) {
      set({ error });
    } finally {
      set({ isReading: false });
    }
  },
  clear() {
    set({ traces: [], error: undefined });
    void forgetUploads();
  },
}));
