import { percent } from '../../model/format';
import { IconButton } from '../IconButton';
import type { Zoom } from './useZoom';
import styles from './ZoomControls.module.css';

const CUT = 'Some of the graph is out of sight: scroll, drag, or fit it into the window';

/** In the corner of a drawing: how large it is shown, whether that is all of it, and how to change it. */
export function ZoomControls({ zoom }: { zoom: Zoom }) {
  return (
    <div className={styles.zoom}>
      <span className={styles.scale} title={zoom.isCut ? CUT : undefined}>
        {zoom.isCut && 'Part in sight, '}
        {percent(zoom.scale)}
      </span>
      <IconButton icon="zoom-out" label="Smaller" onClick={zoom.smaller} />
      <IconButton icon="zoom-in" label="Larger" onClick={zoom.larger} />
      <IconButton icon="fit" label="Fit into the window" pressed={zoom.isSqueezed} onClick={zoom.fit} />
    </div>
  );
}
