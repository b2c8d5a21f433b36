/** Starts the pages. */
import '@fontsource-variable/inter/wght.css';
import './tokens.css';
import './global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Language, loadTexts } from '../i18n/Language';
import { App, loadFirst } from './App';

function start(root: HTMLElement) {
  createRoot(root).render(
    <StrictMode>
      <Language>
        <App />
      </Language>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
// Both at once, and nothing is shown by halves. What could not be had is told where it is missed.
if (root) void Promise.allSettled([loadFirst(), loadTexts()]).then(() => start(root));
