import type { QualityReport } from '../../api/quality';
import { count } from '../../model/format';
import { AnswerLine } from '../bar/AnswerLine';
import { checkText } from './checks';

/** The finding that costs most, in a sentence. */
export function Answer({ report }: { report: QualityReport }) {
  const failed = new Map<string, { spans: number; services: number }>();
  for (const { checks } of report.services) {
    for (const check of checks) {
      if (check.failed === 0) continue;
      const known = failed.get(check.check) ?? { spans: 0, services: 0 };
      failed.set(check.check, { spans: known.spans + check.failed, services: known.services + 1 });
    }
  }
  const [worst] = [...failed].sort(([, a], [, b]) => b.spans - a.spans);
  return (
    <AnswerLine>
      <strong>
        {worst
          ? `“${checkText(worst[0]).name}” fails most: ${count(worst[1].spans)} spans in ${services(worst[1].services)}`
          : 'Every span passed every check'}
      </strong>
      <span className="muted">
        {count(report.spans)} spans in the newest {count(report.traces)} traces looked at,{' '}
        {services(report.services.length)}
      </span>
    </AnswerLine>
  );
}

function services(n: number): string {
  return n === 1 ? '1 service' : `${count(n)} services`;
}
