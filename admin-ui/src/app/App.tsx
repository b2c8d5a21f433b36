/** Which page stands at which address. Staff finds the pages of a tenant below at `/at/ten_…`. */
import { type ComponentType, Suspense } from 'react';
import { createBrowserRouter, matchRoutes, type RouteObject, RouterProvider } from 'react-router';
import { PlaceOf } from '../api/place';
import { askWhoAhead } from '../api/session';
import { type LateScript, withTexts } from '../i18n/withTexts';
import { Waiting } from '../ui/Waiting';
import { Broken } from './Broken';
import { features } from './features';
import { FirstPage, NotFound } from './FirstPage';

const SignInPage = withTexts(['sign-in'], () => import('../features/sign-in/SignInPage'));
const SetupPage = withTexts(['provisioning'], () => import('../features/provisioning/SetupPage'));
const ClaimPage = withTexts(['setup', 'users'], () => import('../features/setup/ClaimPage'));
const AccountPage = withTexts(['account', 'users'], () => import('../features/account/AccountPage'));
const Inside = withTexts([], () => import('./Inside'));

/** A page whose script comes when it is asked for; the handle lets it begin to come at once. */
const page = (path: string, Page: LateScript): RouteObject => ({ path, element: <Page />, handle: Page });

const pages = (): RouteObject[] => [
  { index: true, element: <FirstPage /> },
  page('account', AccountPage),
  ...features.flatMap(({ path, Page, Item }) => [page(path.slice(1), Page), ...(Item ? [page(`${path.slice(1)}/:id`, Item)] : [])]),
  { path: '*', element: <NotFound /> },
];

/** What a page stands in. */
type Around = ComponentType<{ children: React.ReactNode }>;

/** Without a session one works at home, with a cache of its own: what somebody else saw in this tab is theirs. */
const Anybody: Around = ({ children }) => (
  <PlaceOf tenant={undefined} onEnded={() => undefined}>
    {children}
  </PlaceOf>
);

const whole = (path: string, Page: LateScript, Around?: Around) => {
  const element = (
    <Suspense fallback={<Waiting />}>
      <Page />
    </Suspense>
  );
  return { path, element: Around ? <Around>{element}</Around> : element, errorElement: <Broken />, handle: Page };
};

/** A page that breaks leaves the frame standing. */
const inside = (path: string): RouteObject => ({ ...whole(path, Inside), children: [{ errorElement: <Broken />, children: pages() }] });

const routes = [
  whole('/sign-in', SignInPage, Anybody),
  whole('/t/:tenant', SignInPage, Anybody),
  whole('/p/:token', SetupPage, Anybody),
  whole('/setup/:token', ClaimPage, Anybody),
  inside('/at/:place'),
  inside('/'),
];

const router = createBrowserRouter(routes);

/** The scripts of the page first asked for, at once: it need not wait until the frame knows who is here. */
export async function loadFirst(): Promise<void> {
  const asked = matchRoutes(routes, window.location) ?? [];
  if (asked.some(({ route }) => route.handle === Inside)) askWhoAhead();
  await Promise.all(asked.map(({ route }) => (route.handle as LateScript | undefined)?.ahead()));
}

export function App() {
  return <RouterProvider router={router} />;
}
