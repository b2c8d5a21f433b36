/** Shown instead of a page that broke: a fault of ours, or a script of a version that the server no longer has. */
import { useRouteError } from 'react-router';
import { useTexts } from '../i18n/Language';
import { EmptyState } from '../ui/EmptyState';

export function Broken() {
  const t = useTexts();
  const error = useRouteError();
  const outdated = error instanceof TypeError && /dynamically imported module/.test(error.message);
  return (
    <EmptyState
      page
      title={t(outdated ? 'outdated-title' : 'broken-title')}
      lead={t(outdated ? 'outdated-lead' : 'broken-lead')}
      action={{ label: t('reload'), act: () => window.location.reload() }}
    />
  );
}
