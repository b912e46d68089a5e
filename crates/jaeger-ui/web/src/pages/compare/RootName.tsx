import type { TraceSummary } from '../../api/summaries';
import { clip } from '../../model/format';
import { ServiceName } from '../../ui/ServiceName';

/** What a trace is called: by its root, or where that never arrived by a service in it. */
export function RootName({ summary, className = '' }: { summary: TraceSummary; className?: string }) {
  const { rootService, rootName, services } = summary;
  const hasRoot = rootService !== '' || rootName !== '';
  return (
    <>
      <ServiceName service={hasRoot ? rootService : (services[0]?.name ?? '')} />
      <span className={`${hasRoot ? className : 'muted'} cut`} title={clip(rootName)}>
        {hasRoot ? clip(rootName) : 'No root'}
      </span>
    </>
  );
}
