/** The title of the browser's tab. */
import { useEffect } from 'react';
import { useBrand } from '../app/brand';
import { useTexts } from '../i18n/Language';

export function usePageTitle(page: string): void {
  const t = useTexts();
  const product = useBrand().product_name;
  useEffect(() => {
    document.title = t('page-title', { page, product });
  }, [t, page, product]);
}
