/** The menu at the side; on a narrow screen it comes over the page. */
import { useEffect, useRef } from 'react';
import { NavLink } from 'react-router';
import { usePlace } from '../api/place';
import type { Me } from '../api/types';
import { useTexts } from '../i18n/Language';
import { Brand } from '../ui/Brand';
import { IconButton } from '../ui/Button';
import { ChevronLeftIcon, CloseIcon } from '../ui/icons';
import { GROUPS, shownTo } from './features';
import styles from './SideMenu.module.css';

interface Properties {
  me: Me;
  opened: boolean;
  close: () => void;
}

export function SideMenu({ me, opened, close }: Properties) {
  const t = useTexts();
  const { tenant, path } = usePlace();
  const side = useRef<HTMLElement>(null);
  const shown = shownTo(me);
  const groups = GROUPS.map((group) => [group, shown.filter((feature) => feature.group === group)] as const).filter(([, own]) => own.length > 0);
  useEffect(() => {
    if (!opened) return;
    side.current?.querySelector('button')?.focus();
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && close();
    document.addEventListener('keydown', escape);
    return () => document.removeEventListener('keydown', escape);
  }, [opened, close]);
  return (
    <>
      {opened && <div className={styles.veil} onClick={close} />}
      <aside ref={side} className={styles.side} data-opened={opened}>
        <div className={styles.top}>
          <Brand />
          <span className={styles.close}>
            <IconButton icon={CloseIcon} label={t('close-menu')} data-side="left" onClick={close} />
          </span>
        </div>
        <div className={styles.place} data-below={tenant !== undefined}>
          <span className={styles.kind}>{tenant ? t('stepped-in') : t(`place-${me.tenant.kind}`)}</span>
          <span className={styles.tenant} title={me.tenant.name}>
            {me.tenant.title || me.tenant.name}
          </span>
          {tenant && (
            <NavLink to="/tenants" className={styles.back ?? ''}>
              <ChevronLeftIcon size={14} />
              {t('step-out', { home: me.home.title || me.home.name })}
            </NavLink>
          )}
        </div>
        <nav aria-label={t('main-menu')} className={styles.menu}>
          {groups.map(([group, own]) => (
            <div key={group} className={styles.group}>
              <h2 className={styles.heading}>{t(`group-${group}`)}</h2>
              {own.map(({ path: page, title, icon: Icon }) => (
                <NavLink key={page} to={path(page)} className={styles.link ?? ''} onClick={close}>
                  <Icon />
                  {t(title)}
                </NavLink>
              ))}
            </div>
          ))}
        </nav>
      </aside>
    </>
  );
}
