import './ui/tokens.css';
import './ui/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/App';
import { config } from './app/config';
import { openPage } from './app/pages';
import { runScripts } from './app/scripts';
import { followTheme, forceTheme } from './app/settings';
import { startTracking } from './app/tracking';
import { parseQuery, setBasePath } from './url/base';
import { readEmbed } from './url/embed';

setBasePath(new URL('.', document.baseURI).pathname);
followTheme();
const { theme } = readEmbed(parseQuery(window.location.search));
if (theme) forceTheme(theme);
else if (!config().themes.enabled) forceTheme('light');

const root = document.getElementById('jaeger-ui-root');
if (root) {
  void openPage().finally(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
runScripts();
startTracking();
