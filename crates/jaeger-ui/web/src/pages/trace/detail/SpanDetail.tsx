import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { useTerms } from '../../../app/config';
import { lazyPage } from '../../../app/lazyPage';
import { Flag, spanIdOf, Status } from '../../../model/columns';
import { isGenAi } from '../../../model/genai/keys';
import type { SpanDetail as Detail } from '../../../model/span';
import { Empty } from '../../../ui/Empty';
import { Failure } from '../../../ui/Failure';
import { Skeleton } from '../../../ui/Skeleton';
import { TabPanel, Tabs } from '../../../ui/Tabs';
import { factsOf } from '../facts';
import type { SpanConversationProps } from '../views/genai/SpanConversation';
import type { Work } from '../work';
import { AttributeList } from './AttributeList';
import { DetailHead } from './DetailHead';
import { EventList } from './EventList';
import { FailureBox } from './FailureBox';
import { Identity } from './Identity';
import { LinkList } from './LinkList';
import { parentsOf } from './parents';
import { PinnedList } from './PinnedList';
import styles from './SpanDetail.module.css';
import { SpanFacts } from './SpanFacts';
import { SummaryBox } from './SummaryBox';

const Conversation = lazyPage<SpanConversationProps>(() =>
  import('../views/GenAi').then(({ SpanConversation }) => ({ default: SpanConversation })),
);

type TabId = 'attributes' | 'resource' | 'events' | 'links' | 'warnings' | 'conversation';

export interface SpanDetailProps {
  work: Work;
  row: number;
  onClose(): void;
}

/** Everything that one span carries. What failed comes first; the tab stays while one goes from span to span. */
export function SpanDetail({ work, row, onClose }: SpanDetailProps) {
  const { trace, key, model } = work;
  const { columns } = model;
  const terms = useTerms();
  const [tab, setTab] = useState<TabId>('attributes');
  const spanId = spanIdOf(columns, row);
  const query = useQuery({
    queryKey: ['trace-span', key, spanId],
    // With its ancestors, in whose attributes link patterns may look for values.
    queryFn: async ({ signal }) => trace.spans([spanId, ...parentsOf(columns, row)], signal),
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 120_000,
  });
  const spans = query.data;
  const detail = spans?.find((span) => span.spanId === spanId);
  const tabs = [
    { id: 'attributes', label: terms.attributes, count: detail?.attributes.length },
    { id: 'resource', label: terms.resource, count: detail?.resource.length },
    { id: 'events', label: terms.events, count: detail?.events.length ?? columns.events[row] },
    { id: 'links', label: terms.links, count: detail?.links.length ?? columns.links[row] },
  ];
  const hasWarnings = (columns.flags[row] & Flag.warnings) !== 0 || (detail?.warnings.length ?? 0) > 0;
  if (hasWarnings) tabs.push({ id: 'warnings', label: 'Warnings', count: detail?.warnings.length });
  const talks = detail === undefined ? tab === 'conversation' : isGenAi(detail.attributes.map((attribute) => attribute.key));
  if (talks) tabs.push({ id: 'conversation', label: 'Conversation', count: undefined });
  const isThere = tabs.some(({ id }) => id === tab);
  const shown = isThere ? tab : 'attributes';

  return (
    <section aria-label="Span" className={styles.detail}>
      <DetailHead work={work} row={row} detail={detail} onClose={onClose} />
      <div className={styles.body}>
        {columns.status[row] === Status.error && <FailureBox detail={detail} />}
        <SummaryBox work={work} detail={detail} />
        <SpanFacts work={work} row={row} detail={detail} spans={spans ?? []} />
        <PinnedList work={work} detail={detail} spans={spans ?? []} />
        <div className={styles.tabs}>
          <Tabs label="Parts of the span" value={shown} onChange={(id) => setTab(id as TabId)} tabs={tabs} />
        </div>
        <TabPanel id={shown} active>
          <div className={styles.panel}>
            {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
            {query.isPending && <Skeleton rows={6} height={24} />}
            {spans !== undefined && detail === undefined && (
              <Empty title="This span is not on the server any more" detail="The trace may have been cut or removed." />
            )}
            {detail !== undefined && <Part id={shown} work={work} row={row} detail={detail} spans={spans ?? []} />}
          </div>
        </TabPanel>
        <Identity work={work} row={row} detail={detail} />
      </div>
    </section>
  );
}

interface PartProps {
  id: TabId;
  work: Work;
  row: number;
  detail: Detail;
  spans: readonly Detail[];
}

function Part({ id, work, row, detail, spans }: PartProps) {
  const terms = useTerms();
  const scope = { spans, trace: factsOf(work.model) };
  switch (id) {
    case 'attributes':
      return (
        <AttributeList
          key={detail.spanId}
          label={terms.attributes}
          attributes={detail.attributes}
          type="attributes"
          scope={scope}
          work={work}
          service={detail.service}
        />
      );
    case 'resource':
      return (
        <AttributeList
          key={detail.spanId}
          label={terms.resource}
          attributes={detail.resource}
          type="resource"
          scope={{ ...scope, beside: detail.resource }}
          work={work}
          service={detail.service}
        />
      );
    case 'events':
      return <EventList key={detail.spanId} work={work} row={row} detail={detail} scope={scope} />;
    case 'links':
      return <LinkList key={detail.spanId} work={work} detail={detail} scope={scope} />;
    case 'conversation':
      return <Conversation key={detail.spanId} work={work} span={detail} />;
    case 'warnings':
      return (
        <ul className={styles.warnings}>
          {detail.warnings.slice(0, 100).map((warning, index) => (
            <li key={index} className="data">
              {warning.slice(0, 2000)}
            </li>
          ))}
        </ul>
      );
  }
}
