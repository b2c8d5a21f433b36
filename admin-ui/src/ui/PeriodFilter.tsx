/** The period of a list: one of the usual ones, or from a moment to a moment. */
import type { Listing } from '../api/listing';
import { useZone } from '../api/place';
import { type Period, periodOf } from '../forms/zoned';
import { useTexts } from '../i18n/Language';
import list from './ListPage.module.css';
import styles from './PeriodFilter.module.css';

const PERIODS: readonly Period[] = ['today', 'yesterday', 'week', 'month'];

export function PeriodFilter({ listing }: { listing: Listing }) {
  const t = useTexts();
  const zone = useZone();
  const { since = '', until = '' } = listing.filters;
  const of = (period: Period) => periodOf(period, Date.now(), zone);
  const same = PERIODS.find((period) => of(period).since === since && of(period).until === until);
  const chosen = since || until ? (same ?? 'own') : '';
  const choose = (value: string) => {
    const period = PERIODS.find((one) => one === value);
    const { since: first, until: last } = period ? of(period) : value === 'own' ? { since: of('week').since, until: '' } : { since: '', until: '' };
    listing.setFilters({ since: first, until: last });
  };
  return (
    <>
      <select className={list.filter} aria-label={t('period')} data-set={chosen !== ''} value={chosen} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        <option value="">{t('filter-any', { label: t('period') })}</option>
        {[...PERIODS, 'own'].map((period) => (
          <option key={period} value={period}>
            {t(`period-${period}`)}
          </option>
        ))}
      </select>
      {chosen === 'own' && (
        <span className={styles.period}>
          <input type="datetime-local" className={styles.moment} aria-label={t('period-since')} value={since} onChange={({ currentTarget }) => listing.setFilters({ since: currentTarget.value })} />
          –
          <input type="datetime-local" className={styles.moment} aria-label={t('period-until')} value={until} onChange={({ currentTarget }) => listing.setFilters({ until: currentTarget.value })} />
        </span>
      )}
    </>
  );
}
