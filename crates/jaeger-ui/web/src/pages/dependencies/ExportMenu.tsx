import { toCsv, toDot } from '../../model/serviceGraph';
import type { ServiceGraph } from '../../model/serviceGraph';
import { Menu } from '../../ui/Menu';
import { saveText } from '../../ui/saveText';
import { toast } from '../../ui/toast';
import { GRAPH_ID, svgText } from './svgText';

/** What is shown, as a file. */
export function ExportMenu({ graph }: { graph?: ServiceGraph }) {
  if (!graph || graph.edges.length === 0) return null;
  function saveSvg() {
    const text = svgText(document.getElementById(GRAPH_ID));
    if (text === undefined) toast('Open the graph first: there is no picture of the table');
    else saveText('dependencies.svg', 'image/svg+xml', text);
  }
  return (
    <Menu
      label="Download"
      icon="download"
      iconOnly
      items={[
        { id: 'svg', label: 'Picture', hint: 'SVG', onSelect: saveSvg },
        {
          id: 'dot',
          label: 'Graph',
          hint: 'DOT',
          onSelect: () => saveText('dependencies.dot', 'text/vnd.graphviz', toDot(graph)),
        },
        {
          id: 'csv',
          label: 'Calls',
          hint: 'CSV',
          onSelect: () => saveText('dependencies.csv', 'text/csv', toCsv(graph.edges)),
        },
      ]}
    />
  );
}
