import type { TraceState } from '../../../../url/trace';
import { Segmented } from '../../../../ui/Segmented';
import type { SetTrace } from '../../view';
import type { TextAs } from './LongText';

export function textAs({ messageText }: TraceState): TextAs {
  return messageText ?? 'markdown';
}

/** How messages are written. */
export function TextChoice({ state, set }: { state: TraceState; set: SetTrace }) {
  return (
    <Segmented
      label="Messages as"
      value={textAs(state)}
      onChange={(value) => set({ messageText: value === 'plain' || value === 'json' ? value : undefined })}
      options={[
        { value: 'markdown', label: 'Markdown' },
        { value: 'plain', label: 'Plain' },
        { value: 'json', label: 'JSON' },
      ]}
    />
  );
}
