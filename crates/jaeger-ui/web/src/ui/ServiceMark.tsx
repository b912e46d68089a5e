import type { CSSProperties } from 'react';

import { mark } from '../model/color';
import styles from './ServiceMark.module.css';

/** A square in the colour and fill of a service. */
export function ServiceMark({ service }: { service: string }) {
  const { hue, fill } = mark(service);
  const color = { '--mark': `var(--service-${hue})` } as CSSProperties;
  return <span aria-hidden="true" className={`${styles.mark} ${styles[fill]}`} style={color} />;
}
