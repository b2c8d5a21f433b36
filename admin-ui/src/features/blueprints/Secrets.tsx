/** What an apply has done, and the secrets that it drew: shown this once, to be kept as a file. */
import { usePlace } from '../../api/place';
import type { BlueprintDone } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { Button, LinkButton } from '../../ui/Button';
import { DownloadIcon } from '../../ui/icons';
import { Panel } from '../../ui/Page';
import styles from './Blueprints.module.css';
import { csv } from './texts';

export function Secrets({ done, again }: { done: BlueprintDone; again: () => void }) {
  const t = useTexts();
  const { path } = usePlace();
  const { tenant, id, changes, secrets } = done;
  const heads = [t('blueprints-secret-what'), t('blueprints-secret-name'), t('blueprints-secret-user'), t('blueprints-secret-value')];
  const keep = () => {
    const rows = secrets.map(({ section, key, user, value }) => [section, key, user, value]);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['\u{feff}', csv([heads, ...rows])], { type: 'text/csv' }));
    link.download = `${tenant}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Panel>
      <div className={styles.plan}>
        <h2 className={styles.title}>{t('blueprints-done', { tenant, count: changes.length })}</h2>
        {secrets.length > 0 && (
          <>
            <p className={styles.once}>{t('blueprints-once')}</p>
            <div className={styles.scroll}>
              <table className={styles.table}>
                <thead>
                  <tr>
                    {heads.map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {secrets.map(({ section, key, user, value }) => (
                    <tr key={`${section} ${key}`}>
                      <td>{t.has(`section-${section}`) ? t(`section-${section}`) : section}</td>
                      <td>{key}</td>
                      <td>{user}</td>
                      <td>
                        <code>{value}</code>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
        <div className={styles.sources}>
          {secrets.length > 0 && (
            <Button icon={DownloadIcon} look="primary" onClick={keep}>
              {t('blueprints-download')}
            </Button>
          )}
          {id && <LinkButton to={path(`/tenants/${id}`)}>{t('blueprints-open')}</LinkButton>}
          <Button look="quiet" onClick={again}>
            {t('blueprints-again')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
