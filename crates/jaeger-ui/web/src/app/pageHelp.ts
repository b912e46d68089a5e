// What each page is for, in a few sentences, with a picture of it. The pictures are those of the browser
// tests, made smaller by `build/helpPictures.mjs`.

import comparePicture from './help/compare.webp';
import dependenciesPicture from './help/dependencies.webp';
import monitorPicture from './help/monitor.webp';
import pathsPicture from './help/paths.webp';
import qualityPicture from './help/quality.webp';
import searchPicture from './help/search.webp';
import tracePicture from './help/trace.webp';

export interface PageHelp {
  title: string;
  text: readonly string[];
  picture: string;
  /** The picture in words. */
  pictured: string;
}

const SEARCH: PageHelp = {
  title: 'Search',
  text: [
    'Finds traces by service, span name, attributes, duration and errors. The form and the line above the results are one query: what is changed in one shows in the other.',
    'Drag over the plot to keep what lies within. Tick traces to compare them, or to ask what they have in common that the others do not have.',
    'The address holds the whole search: copy it to share what you see.',
  ],
  picture: searchPicture,
  pictured: 'The search page: the form, a plot of traces by time and duration, and the results',
};

const TRACE: PageHelp = {
  title: 'Trace',
  text: [
    'Shows where the time of one request went. Each row is a span: its name on the left, its time on the right, a line under the bar where it lies on the critical path.',
    'Findings above the rows name what stands out, such as the bottleneck, the span where an error began, or the same query asked many times. Drag over the overview to look closer.',
    'Flame, graph, statistics and the tables show the same spans in other ways; a trace of AI agents also has their conversation, with tools and tokens. The span that is open, the zoom and the view are in the address.',
    'An attribute that is pinned, in the menu of its row, stands first in every span and is a field of the search. “Save as HTML”, under “More”, makes a file for those who have no access.',
  ],
  picture: tracePicture,
  pictured: 'A trace as a timeline, with the details of one span beside it',
};

const COMPARE: PageHelp = {
  title: 'Compare',
  text: [
    'Puts two traces beside each other, path by path: what takes longer, what only one of them has, what failed in one of them, and which attributes differ. “Differences only” leaves out the rest. “Structure” can be drawn as a graph as well, in which colour, sign and frame say what only one trace has and what happened more or less often.',
    'Choose traces by their id or from the newest, or tick them in a search.',
  ],
  picture: comparePicture,
  pictured: 'Two traces compared by the duration of each path',
};

const DEPENDENCIES: PageHelp = {
  title: 'Dependencies',
  text: [
    'Which services call which, how often, and how many of the calls fail. The thicker a line, the more calls it stands for.',
    'Put a service into focus to see only what lies around it. The matrix and the table say the same in other forms, and can be saved.',
  ],
  picture: dependenciesPicture,
  pictured: 'A graph of services and the calls between them',
};

const PATHS: PageHelp = {
  title: 'Paths',
  text: [
    'The ways that traces take through one service, or through one of its span names: on the left what leads to it, on the right what it leads to. They are read from the newest traces of the time chosen.',
    'A service that lies on two ways is drawn twice, so that each way can be read alone. Choose a step to open the traces behind it, or to see the paths through it instead. The table has each way from end to end.',
  ],
  picture: pathsPicture,
  pictured: 'A service between those that lead to it and those that it leads to',
};

const MONITOR: PageHelp = {
  title: 'Monitor',
  text: [
    'Latency, failed calls and call rate of each service and of each of its span names, worked out of all spans that arrived.',
    'Drag over a chart to narrow the time, press a point of the latency to search for the slow traces behind it, and compare with the time before. Impact says which rows most of the time is spent in.',
  ],
  picture: monitorPicture,
  pictured: 'Charts of latency, failed calls and calls of one service over a table of its span names',
};

const QUALITY: PageHelp = {
  title: 'Quality',
  text: [
    'How well services are instrumented: each column is a check of their spans, each number the spans that failed it.',
    'Press a number to read why it matters, what to do about it, and to open examples.',
  ],
  picture: qualityPicture,
  pictured: 'A table of services and the checks that their spans failed',
};

/** Nothing for a path that is no page. */
export function pageHelp(path: string): PageHelp | undefined {
  if (path.startsWith('/trace/')) return path.includes('...') ? COMPARE : TRACE;
  const pages: Record<string, PageHelp> = {
    '/search': SEARCH,
    '/dependencies': DEPENDENCIES,
    '/deep-dependencies': PATHS,
    '/monitor': MONITOR,
    '/quality-metrics': QUALITY,
  };
  return pages[path];
}
