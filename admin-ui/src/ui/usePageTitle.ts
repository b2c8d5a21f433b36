/** The title of the browser's tab. */
import { useEffect } from 'react';
import { useTexts } from '../i18n/Language';

export function usePageTitle(page: string): void {
  const t = useTexts();
  useEffect(() => {
    document.title = t('page-title', { page });
  }, [t, page]);
}
