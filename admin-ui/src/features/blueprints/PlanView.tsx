/** What applying would do: created, changed and deleted, each by name. */
import type { Outcome } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Badge, type Tone } from '../../ui/Badge';
import { Panel } from '../../ui/Page';
import styles from './Blueprints.module.css';

const ACTIONS = ['create', 'change', 'delete'] as const;
const TONES: Record<(typeof ACTIONS)[number], Tone> = { create: 'good', change: 'accent', delete: 'bad' };
/** More are counted, not named. */
const MOST_NAMED = 40;

export function PlanView({ outcome: { tenant, changes } }: { outcome: Outcome }) {
  const t = useTexts();
  if (changes.length === 0) {
    return (
      <Panel>
        <p className={styles.nothing}>{t('blueprints-nothing', { tenant })}</p>
      </Panel>
    );
  }
  return (
    <Panel label={t('blueprints-planned')}>
      <div className={styles.plan}>
        <h2 className={styles.title}>{t('blueprints-planned')}</h2>
        {ACTIONS.map((action) => {
          const own = changes.filter((change) => change.action === action);
          if (own.length === 0) return null;
          return (
            <section key={action} className={styles.action}>
              <h3 className={styles.heading}>
                <Badge tone={TONES[action]}>{t(`blueprints-${action}`, { count: own.length })}</Badge>
              </h3>
              {[...new Set(own.map(({ section }) => section))].map((section) => {
                const inside = own.filter((change) => change.section === section);
                return (
                  <p key={section} className={styles.names}>
                    <span className={styles.section}>{t.has(`section-${section.replaceAll('_', '-')}`) ? t(`section-${section.replaceAll('_', '-')}`) : section}</span>
                    {inside
                      .slice(0, MOST_NAMED)
                      .map(({ key, fields }) => (fields?.length ? `${key} (${fields.join(', ')})` : key))
                      .join(' · ')}
                    {inside.length > MOST_NAMED && ` ${t('blueprints-more', { count: inside.length - MOST_NAMED })}`}
                  </p>
                );
              })}
            </section>
          );
        })}
      </div>
    </Panel>
  );
}
