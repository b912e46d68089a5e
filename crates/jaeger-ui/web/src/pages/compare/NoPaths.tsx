import type { SetState } from '../../app/urlState';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import type { CompareState } from '../../url/compare';

/** Nothing is left of the paths: why, and the way back. */
export function NoPaths({ state, set }: { state: CompareState; set: SetState<CompareState> }) {
  const isSearch = (state.uiFind ?? '').trim() !== '';
  const title = isSearch
    ? `No ${state.only ? 'path that differs' : 'path'} has this in its service or span name.`
    : 'No path differs between these two traces.';
  return (
    <Empty title={title}>
      <Button onClick={() => set({ only: false, uiFind: undefined }, { push: true })}>Show all paths</Button>
    </Empty>
  );
}
