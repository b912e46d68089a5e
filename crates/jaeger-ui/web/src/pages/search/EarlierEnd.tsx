import { useState } from 'react';

import { config } from '../../app/config';
import { Switch } from '../../ui/Switch';
import { adjustsEnd, setAdjustsEnd } from './searchEnd';

/** Whether the newest traces, which may lack spans yet, are left out; where the configuration says how new that is. */
export function EarlierEnd({ onChange }: { onChange(): void }) {
  const { adjustEndTime } = config().search;
  const [isOn, setOn] = useState(adjustsEnd);
  if (!adjustEndTime) return null;
  function change(on: boolean) {
    setAdjustsEnd(on);
    setOn(on);
    onChange();
  }
  return (
    <span title={`Traces of the last ${adjustEndTime} may not be complete and are left out`}>
      <Switch label={`Up to ${adjustEndTime} ago`} checked={isOn} onChange={change} />
    </span>
  );
}
