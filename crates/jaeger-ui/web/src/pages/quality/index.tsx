import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';

import { getQuality } from '../../api/quality';
import { getServices } from '../../api/services';
import { capabilities, config } from '../../app/config';
import { useKeys } from '../../app/keys';
import { Page } from '../../app/Page';
import { useQualityState } from '../../app/urlState';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { IconButton } from '../../ui/IconButton';
import { Select } from '../../ui/Select';
import { Skeleton } from '../../ui/Skeleton';
import { clip } from '../../model/format';
import { PageBar } from '../bar/PageBar';
import { ServiceField } from '../bar/ServiceField';
import { Answer } from './Answer';
import styles from './Quality.module.css';
import { Report } from './Report';

const HOURS = [
  { value: '1', label: 'Last hour' },
  { value: '6', label: 'Last 6 hours' },
  { value: '24', label: 'Last 24 hours' },
  { value: '48', label: 'Last 2 days' },
  { value: '168', label: 'Last 7 days' },
  { value: '720', label: 'Last 30 days' },
];

/** How well each service is instrumented, and what to do about it. */
export default function QualityPage() {
  const [state, set] = useQualityState();
  const available = capabilities().uiApi;
  const services = useQuery({
    queryKey: ['services'],
    enabled: available,
    queryFn: ({ signal }) => getServices(signal),
  });
  const report = useQuery({
    queryKey: ['quality', state.hours, state.service],
    enabled: available,
    queryFn: ({ signal }) => getQuality(state.hours, state.service, signal),
  });
  useKeys('Quality', [
    { key: 'r', label: 'Check again', run: () => void report.refetch() },
    {
      key: 'Escape',
      label: 'Close the examples',
      run: () => state.check !== undefined && set({ check: undefined }, { push: true }),
    },
  ]);
  const title = config().qualityMetrics.menuLabel;
  if (!available) {
    return (
      <Page title={title}>
        <Empty
          title="This server does not check the quality of spans."
          detail="The checks run in the query service of this distribution; the one that answers here is another."
        >
          <Link href="/search">Search traces</Link>
        </Empty>
      </Page>
    );
  }
  const hours = String(state.hours);
  const options = HOURS.some(({ value }) => value === hours)
    ? HOURS
    : [...HOURS, { value: hours, label: `Last ${hours} hours` }];
  return (
    <Page title={title} wide>
      <PageBar
        end={
          <IconButton
            icon="refresh"
            label="Check again"
            disabled={report.isFetching}
            onClick={() => void report.refetch()}
          />
        }
      >
        <ServiceField
          label="Service"
          value={state.service}
          services={services.data ?? []}
          onChange={(service) => set({ service, check: undefined }, { push: true })}
        />
        <Select
          label="Time"
          value={hours}
          options={options}
          onChange={(value) => set({ hours: Number(value) }, { push: true })}
        />
      </PageBar>
      {report.isPending && (
        <div className={styles.pad}>
          <Skeleton rows={12} />
        </div>
      )}
      {report.isError && <Failure error={report.error} onRetry={() => void report.refetch()} />}
      {report.data?.services.length === 0 && (
        <Empty
          title={
            state.service === undefined
              ? 'No spans in this time.'
              : `${clip(state.service, 100)} sent no spans in this time.`
          }
          detail="The checks look at the newest 500 traces of the time chosen."
        >
          {state.hours < 168 && <Button onClick={() => set({ hours: 168 }, { push: true })}>Last 7 days</Button>}
          {state.service !== undefined && (
            <Button onClick={() => set({ service: undefined }, { push: true })}>All services</Button>
          )}
        </Empty>
      )}
      {report.data && report.data.services.length > 0 && (
        <>
          <Answer report={report.data} />
          <Report report={report.data} state={state} set={set} />
        </>
      )}
    </Page>
  );
}
