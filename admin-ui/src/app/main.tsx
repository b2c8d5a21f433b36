/** Starts the pages. */
import './styles';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { ApiProblem } from '../api/client';
import { Language } from '../i18n/Language';
import { App } from './App';
import { schemes, theme } from './theme';

/** A refusal stays one however often it is asked for; the network may come back. */
const retry = (count: number, error: Error) => error instanceof ApiProblem && (error.status === 0 || error.status >= 500) && count < 3;

const cache = new QueryClient({ defaultOptions: { queries: { retry }, mutations: { retry: false } } });
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} colorSchemeManager={schemes} defaultColorScheme="auto">
        <QueryClientProvider client={cache}>
          <Language>
            <BrowserRouter>
              <App />
            </BrowserRouter>
          </Language>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
