import { useMemo } from 'react';
import { Link } from 'wouter';

import { capabilities, config, newPage } from '../../../app/config';
import { compileLinks } from '../../../model/links';
import type { SpanDetail } from '../../../model/span';
import { attributeText } from '../../../model/value';
import { logfmt } from '../../../model/logfmt';
import { Button } from '../../../ui/Button';
import { Icon } from '../../../ui/Icon';
import { monitorHref } from '../../../url/monitor';
import { searchHref } from '../../../url/search';
import { spanIdOf, Status } from '../../../model/columns';
import { factsOf } from '../facts';
import { isException } from './FailureBox';
import styles from './SpanDetail.module.css';
import { asState, around } from '../zoom';
import type { Work } from '../work';

export interface SpanFactsProps {
  work: Work;
  row: number;
  detail: SpanDetail | undefined;
  /** The span and those above it, as far as they are known. */
  spans: readonly SpanDetail[];
}

/** What one would ask next about this span, each in one click. */
export function SpanFacts({ work, row, detail, spans }: SpanFactsProps) {
  const { model, set } = work;
  const { columns, derived } = model;
  const service = columns.services[columns.service[row]];
  const operation = columns.names[columns.name[row]];
  const links = useMemo(
    () => compileLinks(config().linkPatterns).of('spans', { spans, trace: factsOf(model) }),
    [spans, model],
  );
  const isFailed = columns.status[row] === Status.error;
  return (
    <div className={styles.next}>
      <Link className={styles.nextLink} href={searchHref({ service, operation })} title={`Traces with ${operation.slice(0, 100)} of ${service.slice(0, 100)}`}>
        <Icon name="search" />
        Other traces
      </Link>
      {isFailed && (
        <Link className={styles.nextLink} href={failedAlikeHref(service, operation, detail)}>
          <Icon name="error" />
          Who else failed like this
        </Link>
      )}
      {capabilities().metricsStorage && (
        <Link className={styles.nextLink} href={monitorHref({ service })}>
          <Icon name="metrics" />
          Metrics
        </Link>
      )}
      {links.map((link, index) => (
        <a key={index} className={styles.nextLink} href={link.href} target={newPage()} rel="noopener noreferrer">
          {link.text.slice(0, 80)}
          <Icon name="external" />
        </a>
      ))}
      <Button
        kind="quiet"
        icon="zoom-in"
        className={styles.nextButton}
        title="Show only its time (z)"
        onClick={() => set({ zoom: zoomTo(work, row) }, { push: true })}
      >
        Zoom
      </Button>
      {derived.children[row] > 0 && (
        <Button
          kind="quiet"
          icon="focus"
          className={styles.nextButton}
          title="Show it and what is below it as if it were a trace of its own (r)"
          onClick={() => set({ root: spanIdOf(columns, row), zoom: undefined }, { push: true })}
        >
          As root
        </Button>
      )}
    </div>
  );
}

export function zoomTo({ model: { columns } }: Work, row: number): [number, number] | undefined {
  const start = columns.start[row];
  return asState(around(start, start + columns.duration[row], columns.durationNano), columns.durationNano);
}

/** Failed spans of the same name, with the same kind of exception if it is known. */
function failedAlikeHref(service: string, operation: string, detail: SpanDetail | undefined): string {
  const event = detail?.events.find(isException);
  const type = event === undefined ? '' : attributeText(event.attributes, 'exception.type');
  const tags = type === '' || type.length > 200 ? undefined : logfmt([['exception.type', type]]);
  return searchHref({ service, operation, errorsOnly: true, tags });
}
