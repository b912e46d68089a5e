import { Link } from 'wouter';

import { Empty } from '../ui/Empty';
import { Page } from './Page';

export function NotFound({ path }: { path: string }) {
  return (
    <Page title="Page not found">
      <Empty title="There is no page here" detail={<span className="data">{path.slice(0, 300)}</span>}>
        <Link href="/search">Search for traces</Link>
      </Empty>
    </Page>
  );
}
