import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { getServices } from '../../api/services';
import { useKeys } from '../../app/keys';
import type { SetState } from '../../app/urlState';
import { Failure } from '../../ui/Failure';
import type { MonitorState } from '../../url/monitor';
import { useRange } from '../range/useRange';
import { Overview } from './Overview';
import { ServiceView } from './ServiceView';
import { Toolbar } from './Toolbar';

export function MonitorBody({ state, set }: { state: MonitorState; set: SetState<MonitorState> }) {
  const [tick, setTick] = useState(0);
  const range = useRange(state.start, state.end, state.timeframe, tick);
  const services = useQuery({ queryKey: ['services'], queryFn: ({ signal }) => getServices(signal) });
  const refresh = () => setTick((now) => now + 1);
  const showAll = () => {
    if (state.service !== undefined) set({ service: undefined, operation: undefined, uiFind: undefined }, { push: true });
  };
  useKeys('Monitor', [
    { key: 'r', label: 'Load again', run: refresh },
    { key: 'u', label: 'All services', run: showAll },
  ]);
  const shared = { state, set, range };
  return (
    <>
      <Toolbar {...shared} services={services.data ?? []} onRefresh={refresh} />
      {services.isError && state.service === undefined && (
        <Failure error={services.error} onRetry={() => void services.refetch()} />
      )}
      {state.service !== undefined ? (
        <ServiceView key={state.service} {...shared} service={state.service} />
      ) : (
        <Overview {...shared} services={services.data} />
      )}
    </>
  );
}
