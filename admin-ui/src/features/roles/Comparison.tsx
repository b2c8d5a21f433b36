/** Which role may do what: a table where there is room; on a phone each permission names the roles that hold it. */
import { Fragment } from 'react';
import type { RoleFacts } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { CheckIcon } from '../../ui/icons';
import styles from './Comparison.module.css';
import { areasOf, permissionText } from './permissions';
import { roleKey, roleTitle } from './useRoles';

export function Comparison({ roles }: { roles: RoleFacts[] }) {
  const t = useTexts();
  const names = [...new Set(roles.flatMap(({ permissions }) => permissions))].sort();
  const held = new Map(roles.map((role) => [roleKey(role), new Set(role.permissions)]));
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('roles-tab-compare')}>
      <table className={styles.table}>
        <caption className="visually-hidden">{t('roles-tab-compare')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('roles-permissions')}</th>
            {roles.map((role) => (
              <th key={roleKey(role)} scope="col" className={styles.role}>
                {roleTitle(t, role)}
              </th>
            ))}
          </tr>
        </thead>
        {areasOf(names).map(({ area, names: own }) => (
          <tbody key={area}>
            <tr className={styles.area}>
              <th scope="rowgroup" colSpan={roles.length + 1}>
                {t(`area-${area}`)}
              </th>
            </tr>
            {own.map((name) => (
              <tr key={name}>
                <th scope="row">{permissionText(t, name)}</th>
                {roles.map((role) => {
                  const holds = held.get(roleKey(role))?.has(name) ?? false;
                  return (
                    <td key={roleKey(role)} data-held={holds} data-role={roleTitle(t, role)}>
                      {holds ? (
                        <>
                          <span className={styles.check} aria-hidden="true">
                            <CheckIcon size={16} />
                          </span>
                          <span className="visually-hidden">{t('roles-holds')}</span>
                        </>
                      ) : (
                        <Fragment>
                          <span className={styles.not} aria-hidden="true">
                            ·
                          </span>
                          <span className="visually-hidden">{t('roles-holds-not')}</span>
                        </Fragment>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
