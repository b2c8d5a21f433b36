/** The areas of the application: each loads its own script when it is opened. A new area is one line. */
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

export interface Feature {
  path: string;
  /** The text that names it in the menu. */
  title: string;
  /** One of these permissions shows it. */
  permissions: readonly string[];
  Page: LazyExoticComponent<ComponentType>;
}

export const features: readonly Feature[] = [
  {
    path: '/calls',
    title: 'calls-title',
    permissions: ['calls.read', 'calls.read_own'],
    Page: lazy(() => import('../features/calls/ActiveCallsPage')),
  },
];
