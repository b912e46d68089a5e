import { useId, useState } from 'react';

import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { FindingChips } from './FindingChips';
import { FactList, Facts, MoreFacts, Title, TraceIdText } from './Header';
import styles from './NarrowHeader.module.css';
import { SelfTimeBar } from './SelfTimeBar';
import { TraceActions } from './TraceActions';
import type { Work } from './work';

/** The header of a phone: two lines, and the rest behind a button, so that the spans begin high on the page. */
export function NarrowHeader({ work, facts }: { work: Work; facts: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={styles.header}>
      <div className={styles.line}>
        <Title work={work} />
        <TraceActions work={work} compact />
      </div>
      {facts && (
        <div className={styles.line}>
          <Facts work={work} short />
          <Button kind="quiet" className={styles.more} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
            <span className={styles.moreText}>
              Summary
              <Icon name={isOpen ? 'chevron-up' : 'chevron-down'} />
            </span>
          </Button>
        </div>
      )}
      <div id={id} hidden={!isOpen || !facts} className={styles.summary}>
        {isOpen && (
          <>
            <FactList>
              <MoreFacts work={work} />
            </FactList>
            <TraceIdText work={work} />
            <SelfTimeBar work={work} />
            <FindingChips work={work} />
          </>
        )}
      </div>
    </div>
  );
}
