/** Which page stands at which address. */
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { Waiting } from '../ui/Waiting';
import { features } from './features';

const SignInPage = lazy(() => import('../features/sign-in/SignInPage'));
const Inside = lazy(() => import('./Inside'));

export function App() {
  return (
    <Suspense fallback={<Waiting />}>
      <Routes>
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="/t/:tenant" element={<SignInPage />} />
        <Route element={<Inside />}>
          {features.map(({ path, Page }) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
          <Route path="*" element={<Navigate to={features[0]?.path ?? '/sign-in'} replace />} />
        </Route>
      </Routes>
    </Suspense>
  );
}
