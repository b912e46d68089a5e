import type { ReactNode } from 'react';

import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './TracePage.module.css';
import type { Work } from './work';

/** Parts of the address that could not be followed. */
export function Notices({ work }: { work: Work }) {
  const { state, set, matches, selected } = work;
  return (
    <>
      {state.sel !== undefined && selected < 0 && (
        <Notice onClose={() => set({ sel: undefined })}>
          The span <code>{state.sel}</code> of this link is not in the trace, or not yet.
        </Notice>
      )}
      {matches.isServiceFilterStale && (
        <Notice onClose={() => set({ svcFilter: undefined })}>
          The link chooses among other services than this trace has, so all are shown.
        </Notice>
      )}
      {matches.condition.problem !== undefined && (
        <Notice onClose={() => set({ filter: undefined })}>
          The filter of this link is not followed: {matches.condition.problem.slice(0, 300)}
        </Notice>
      )}
    </>
  );
}

function Notice({ children, onClose }: { children: ReactNode; onClose(): void }) {
  return (
    <div role="status" className={styles.banner}>
      <Icon name="info" />
      <span className="data">{children}</span>
      <Button kind="quiet" onClick={onClose}>
        Put away
      </Button>
    </div>
  );
}
