import type { QualityReport } from '../../api/quality';
import type { SetState } from '../../app/urlState';
import { ServiceName } from '../../ui/ServiceName';
import type { QualityState } from '../../url/quality';
import { CheckDetail } from './CheckDetail';
import { checkText } from './checks';
import { Outcome } from './Outcome';
import styles from './Report.module.css';
import { Score } from './Score';

export interface ReportProps {
  report: QualityReport;
  state: QualityState;
  set: SetState<QualityState>;
}

/** More services than this are reached by choosing one. */
const SHOWN = 60;

/** Services by checks. A cell that failed opens what failed, and why it matters. */
export function Report({ report, state, set }: ReportProps) {
  const { services } = report;
  const checks = services[0].checks.map(({ check }) => check);
  const [openService, openCheck] = splitKey(state.check);
  const chosen =
    services.find(({ service }) => service === openService) ?? (services.length === 1 ? services[0] : undefined);
  const check = chosen?.checks.find((candidate) => candidate.check === openCheck);
  return (
    <div className={styles.columns}>
      <div className={styles.scroller} role="region" aria-label="Checks by service" tabIndex={0}>
        <table className={styles.table}>
          <caption className="visually-hidden">Spans that failed each check, by service</caption>
          <thead>
            <tr>
              <th scope="col" className={styles.service}>
                Service
              </th>
              <th scope="col">Passed</th>
              {checks.map((name) => (
                <th key={name} scope="col" className={styles.check} title={checkText(name).why}>
                  {checkText(name).name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {services.slice(0, SHOWN).map((quality) => (
              <tr key={quality.service}>
                <th scope="row" className={styles.service}>
                  <ServiceName service={quality.service} />
                </th>
                <td>
                  <Score score={quality.score} />
                </td>
                {quality.checks.map((result) => (
                  <td key={result.check} className={styles.check}>
                    <Outcome
                      result={result}
                      service={quality.service}
                      isOpen={chosen === quality && check === result}
                      onOpen={() => set({ check: `${result.check}:${quality.service}` }, { push: true })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {services.length > SHOWN && (
          <p className={styles.more}>
            The {SHOWN} services with most to do are shown. Choose a service above to see another.
          </p>
        )}
      </div>
      {chosen && check && (
        <CheckDetail
          service={chosen.service}
          result={check}
          onClose={() => set({ check: undefined }, { push: true })}
        />
      )}
    </div>
  );
}

/** `check:service`, or a check alone. */
function splitKey(key: string | undefined): [service: string | undefined, check: string | undefined] {
  if (key === undefined) return [undefined, undefined];
  const at = key.indexOf(':');
  return at < 0 ? [undefined, key] : [key.slice(at + 1), key.slice(0, at)];
}
