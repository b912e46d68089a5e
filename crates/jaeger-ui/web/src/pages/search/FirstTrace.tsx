import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { getServices } from '../../api/services';
import { CopyButton } from '../../ui/CopyButton';
import { Empty } from '../../ui/Empty';
import styles from './FirstTrace.module.css';

const AGAIN_MS = 3000;

/** Nothing was ever received: how to send the first trace. It is shown as soon as it is there. */
export function FirstTrace({ onArrived }: { onArrived(): void }) {
  const [byHand] = useState(curl);
  const { data: services } = useQuery({
    queryKey: ['first services'],
    queryFn: ({ signal }) => getServices(signal),
    refetchInterval: AGAIN_MS,
    retry: false,
  });
  const hasArrived = services !== undefined && services.length > 0;
  useEffect(() => {
    if (hasArrived) onArrived();
  }, [hasArrived]);
  return (
    <Empty
      title="No traces yet"
      detail="Send the first one; it is shown here when it arrives. Traces in files can be opened as well: drop them on this page."
    >
      <div className={styles.ways}>
        <Way title="A program with OpenTelemetry" text={ofProgram()} />
        <Way title="One span by hand" text={byHand} />
        <p className="muted">4318 takes OTLP over HTTP and 4317 over gRPC, unless the server was told otherwise.</p>
      </div>
    </Empty>
  );
}

function Way({ title, text }: { title: string; text: string }) {
  return (
    <section className={styles.way}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <CopyButton text={text} label={`Copy: ${title.toLowerCase()}`} />
      </div>
      <pre className={styles.command} tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </section>
  );
}

function collector(): string {
  return `http://${window.location.hostname}:4318`;
}

function ofProgram(): string {
  return [
    'export OTEL_SERVICE_NAME=my-service',
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${collector()}`,
    'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    'my-program',
  ].join('\n');
}

/** With ids of its own, so that sending it twice makes two traces of two visits. */
function curl(): string {
  const seconds = '\'"$(date +%s)"\'';
  const span = [
    `"traceId":"${randomHex(16)}"`,
    `"spanId":"${randomHex(8)}"`,
    '"name":"hello"',
    '"kind":2',
    `"startTimeUnixNano":"${seconds}000000000"`,
    `"endTimeUnixNano":"${seconds}250000000"`,
  ].join(',');
  const service = '{"key":"service.name","value":{"stringValue":"my-service"}}';
  return [
    `curl ${collector()}/v1/traces -H 'content-type: application/json' -d '`,
    `{"resourceSpans":[{"resource":{"attributes":[${service}]},`,
    `"scopeSpans":[{"spans":[{${span}}]}]}]}'`,
  ].join('\n');
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
