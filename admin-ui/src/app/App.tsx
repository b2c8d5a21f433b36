/** Which page stands at which address. Staff finds the pages of a tenant below at `/at/ten_…`. */
import { lazy, Suspense } from 'react';
import { createBrowserRouter, type RouteObject, RouterProvider } from 'react-router';
import { Waiting } from '../ui/Waiting';
import { features } from './features';
import { PlaceOf } from '../api/place';
import { Broken } from './Broken';
import { FirstPage, NotFound } from './FirstPage';

const SignInPage = lazy(() => import('../features/sign-in/SignInPage'));
const SetupPage = lazy(() => import('../features/provisioning/SetupPage'));
const ClaimPage = lazy(() => import('../features/setup/ClaimPage'));
const AccountPage = lazy(() => import('../features/account/AccountPage'));
const Inside = lazy(() => import('./Inside'));

const pages = (): RouteObject[] => [
  { index: true, element: <FirstPage /> },
  { path: 'account', element: <AccountPage /> },
  ...features.flatMap(({ path, Page, Item }) => [
    { path: path.slice(1), element: <Page /> },
    ...(Item ? [{ path: `${path.slice(1)}/:id`, element: <Item /> }] : []),
  ]),
  { path: '*', element: <NotFound /> },
];

/** A page that breaks leaves the frame standing. */
const inside = (): RouteObject[] => [{ errorElement: <Broken />, children: pages() }];

const late = (element: React.ReactNode) => <Suspense fallback={<Waiting />}>{element}</Suspense>;

/** A page for people without a session: it works at home, where nobody is signed in. */
const anybody = (element: React.ReactNode) => (
  <PlaceOf tenant={undefined} onEnded={() => undefined}>
    {element}
  </PlaceOf>
);

const router = createBrowserRouter([
  { path: '/sign-in', element: late(<SignInPage />), errorElement: <Broken /> },
  { path: '/t/:tenant', element: late(<SignInPage />), errorElement: <Broken /> },
  { path: '/p/:token', element: late(anybody(<SetupPage />)), errorElement: <Broken /> },
  { path: '/setup/:token', element: late(<ClaimPage />), errorElement: <Broken /> },
  { path: '/at/:place', element: late(<Inside />), errorElement: <Broken />, children: inside() },
  { path: '/', element: late(<Inside />), errorElement: <Broken />, children: inside() },
]);

export function App() {
  return <RouterProvider router={router} />;
}
