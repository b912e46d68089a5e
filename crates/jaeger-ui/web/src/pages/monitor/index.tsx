import { capabilities } from '../../app/config';
import { Page } from '../../app/Page';
import { useMonitorState } from '../../app/urlState';
import { clip } from '../../model/format';
import { MonitorBody } from './MonitorBody';
import { SetUp } from './SetUp';

export default function MonitorPage() {
  const [state, set] = useMonitorState();
  const title = state.service === undefined ? 'Monitor' : `${clip(state.service, 80)}: monitor`;
  return (
    <Page title={title} wide>
      {capabilities().metricsStorage ? <MonitorBody state={state} set={set} /> : <SetUp />}
    </Page>
  );
}
