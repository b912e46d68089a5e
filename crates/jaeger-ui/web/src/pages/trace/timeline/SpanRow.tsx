import { memo } from 'react';

import { config } from '../../../app/config';
import { Flag, Kind, Status } from '../../../model/columns';
import type { TraceModel } from '../../../model/columns';
import { clip, count, duration } from '../../../model/format';
import { summaryText } from '../../../model/groupsSummary';
import type { SpanSummary } from '../../../model/groupsSummary';
import { Icon } from '../../../ui/Icon';
import type { IconName } from '../../../ui/Icon';
import type { ColorBy } from './colorBy';
import { Indent } from './Indent';
import styles from './Timeline.module.css';
import type { Carried } from './useCarried';

export interface SpanRowProps {
  model: TraceModel;
  row: number;
  position: number;
  top: number;
  height: number;
  nameWidth: number;
  /** Of the span that is shown as root. */
  rootDepth: number;
  isFolded: boolean;
  isSelected: boolean;
  isActive: boolean;
  isFaint: boolean;
  isFound: boolean;
  /** Whether the row above it belongs to the same service; said only where it changes. */
  showService: boolean;
  colors: ColorBy;
  /** Undefined until it is known, and for most spans. */
  carried: Carried | undefined;
}

/** A span's name in the tree. Its bar is drawn on the canvas beside it. */
export const SpanRow = memo(function SpanRow(props: SpanRowProps) {
  const { model, row, position, top, height, nameWidth, rootDepth, isFolded, isSelected, isActive, colors, carried } = props;
  const summary = carried?.summary;
  const { columns, derived } = model;
  const level = derived.depth[row] - rootDepth;
  const children = derived.children[row];
  const service = columns.services[columns.service[row]];
  const name = clip(columns.names[columns.name[row]], 200);
  const colorText = colors.text(row);
  const peer = carried?.peer || (isFolded ? calledBy(model, row) : '');
  return (
    <div
      role="row"
      data-position={position}
      aria-rowindex={position + 1}
      aria-level={level + 1}
      aria-expanded={children > 0 ? !isFolded : undefined}
      aria-selected={isSelected}
      aria-label={describe(model, row, isFolded, summary)}
      tabIndex={isActive ? 0 : -1}
      className={rowClass(props)}
      style={{ top, height }}
    >
      <div role="gridcell" className={styles.name} style={{ width: nameWidth }}>
        <Indent level={level} service={service} folds={children > 0} isFolded={isFolded} hides={derived.subtree[row] - 1} />
        {props.showService && <span className={styles.service}>{clip(service, 80) || '(no service)'}</span>}
        <span className={styles.spanName} title={`${clip(service, 100)} ${name}`}>
          {name || '(no name)'}
        </span>
        {peer !== '' && (
          <span className={styles.peer} title={`Calls ${clip(peer, 200)}`}>
            → {clip(peer, 60)}
          </span>
        )}
        {summary !== undefined && <Times summary={summary} />}
        <Marks model={model} row={row} isFolded={isFolded} />
        {colorText !== '' && <span className={styles.badge}>{clip(colorText, 40)}</span>}
      </div>
    </div>
  );
});

/** The service whose answer is folded into a call. */
function calledBy({ columns, derived }: TraceModel, row: number): string {
  const child = row + 1;
  const isPair = derived.children[row] === 1 && columns.kind[row] === Kind.client && columns.kind[child] === Kind.server;
  return isPair && columns.service[child] !== columns.service[row] ? columns.services[columns.service[child]] : '';
}

/** The same as a row of equal siblings has. */
function Times({ summary }: { summary: SpanSummary }) {
  return (
    <>
      <span className={styles.times} title={`Stands for ${summaryText(summary)}`}>
        ×{count(summary.count)}
      </span>
      {summary.max !== undefined && <span className={styles.badge}>max {duration(summary.max)}</span>}
    </>
  );
}

function rowClass({ isSelected, isActive, isFaint, isFound }: SpanRowProps): string {
  return [
    styles.row,
    isSelected ? styles.selected : '',
    isActive ? styles.active : '',
    isFaint ? styles.faint : '',
    isFound ? styles.found : '',
  ].join(' ');
}

/** What stands behind the name: what it did, what went wrong, where it leads. */
function Marks({ model: { columns, derived }, row, isFolded }: { model: TraceModel; row: number; isFolded: boolean }) {
  const badge = config().traceTimeline.spanPillsEnabled ? columns.badges[columns.badge[row]] : '';
  const icon = kindIcon(columns.kind[row], derived.children[row]);
  const below = derived.errorsBelow[row];
  return (
    <>
      {badge !== '' && <span className={badgeClass(badge)}>{badge}</span>}
      {columns.status[row] === Status.error && (
        <span className={styles.failed} title="Failed">
          <Icon name="error" />
        </span>
      )}
      {columns.status[row] !== Status.error && isFolded && below > 0 && (
        <span className={styles.failedBelow} title={`${count(below)} failed below`}>
          <Icon name="error" />
        </span>
      )}
      {(columns.flags[row] & Flag.warnings) !== 0 && (
        <span className={styles.warned} title="Has warnings">
          <Icon name="warning" />
        </span>
      )}
      {columns.links[row] > 0 && (
        <span className={styles.mark} title={`${count(columns.links[row])} links`}>
          <Icon name="link" />
        </span>
      )}
      {icon !== undefined && (
        <span className={styles.mark} title={icon.title}>
          <Icon name={icon.name} />
        </span>
      )}
    </>
  );
}

/** `GET 503`: failures of the called are to be seen at once. */
function badgeClass(badge: string): string {
  if (/(?:^| )5\d\d$/.test(badge)) return `${styles.badge} ${styles.badgeFailed}`;
  if (/(?:^| )4\d\d$/.test(badge)) return `${styles.badge} ${styles.badgeWarned}`;
  return styles.badge;
}

function kindIcon(kind: number, children: number): { name: IconName; title: string } | undefined {
  if (kind === Kind.producer) return { name: 'message', title: 'Sends a message' };
  if (kind === Kind.consumer) return { name: 'message', title: 'Receives a message' };
  if (kind === Kind.client && children === 0) return { name: 'outside', title: 'Calls something that sends no spans' };
  return undefined;
}

function describe({ columns, derived }: TraceModel, row: number, isFolded: boolean, summary: SpanSummary | undefined): string {
  const children = derived.children[row];
  const parts = [
    `${clip(columns.services[columns.service[row]], 80)} ${clip(columns.names[columns.name[row]], 120)}`,
    duration(columns.duration[row]),
    `starts at ${duration(columns.start[row])}`,
  ];
  if (summary !== undefined) parts.push(`stands for ${summaryText(summary)}`);
  if (columns.status[row] === Status.error) parts.push('failed');
  if (isFolded && derived.errorsBelow[row] > 0) parts.push(`${count(derived.errorsBelow[row])} failed below`);
  if (derived.onCritical[row] > 0 && config().criticalPathEnabled) parts.push('on the critical path');
  if (children > 0) parts.push(children === 1 ? '1 child' : `${count(children)} children`);
  return parts.join(', ');
}
