import { Dialog } from '../../../ui/Dialog';
import type { SnapshotRequest } from './request';
import { SnapshotForm } from './SnapshotForm';

export interface SnapshotDialogProps {
  request: SnapshotRequest;
  open: boolean;
  onClose(): void;
}

/** Asks what is to be in the file, then says how far it is. */
export default function SnapshotDialog({ request, open, onClose }: SnapshotDialogProps) {
  return (
    <Dialog title="Save as HTML" open={open} onClose={onClose}>
      <SnapshotForm request={request} onDone={onClose} />
    </Dialog>
  );
}
