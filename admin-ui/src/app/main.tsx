/** Starts the pages. */
import '@fontsource-variable/inter/wght.css';
import './tokens.css';
import './global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Language } from '../i18n/Language';
import { App } from './App';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Language>
        <App />
      </Language>
    </StrictMode>,
  );
}
