/** The bar above every page: where one is, how the connection stands, who one is. */
import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { NavLink, useNavigate } from 'react-router';
import { useSignOut } from '../api/session';
import type { Me } from '../api/types';
import { useTexts } from '../i18n/Language';
import { Brand } from '../ui/Brand';
import { ConnectionBadge } from '../ui/ConnectionBadge';
import { ConnectionBanner } from '../ui/ConnectionBanner';
import { LanguageMenu, SchemeMenu } from '../ui/Preferences';
import { SignOutIcon } from '../ui/icons';
import { features } from './features';
import styles from './Frame.module.css';

export function Frame({ me, children }: { me: Me; children: ReactNode }) {
  const t = useTexts();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const name = [me.user.first_name, me.user.last_name].filter(Boolean).join(' ') || me.user.user_name;
  const leave = () => signOut.mutate(undefined, { onSettled: () => navigate(`/t/${me.home.name}`, { replace: true }) });
  return (
    <>
      <a className={styles.skip} href="#content">
        {t('skip-to-content')}
      </a>
      <header className={styles.bar}>
        <div className={styles.place}>
          <Brand quiet />
          <span className={styles.tenant} title={me.tenant.name}>
            {me.tenant.title || me.tenant.name}
          </span>
        </div>
        <nav className={styles.menu} aria-label={t('main-menu')}>
          {features
            .filter(({ permissions }) => permissions.some((permission) => me.permissions.includes(permission)))
            .map(({ path, title }) => (
              <NavLink key={path} to={path} className={styles.link ?? ''}>
                {t(title)}
              </NavLink>
            ))}
        </nav>
        <div className={styles.tools}>
          <ConnectionBadge />
          <LanguageMenu />
          <SchemeMenu />
          <span className={styles.person} aria-label={t('signed-in-as', { name })}>
            {name}
          </span>
          <Tooltip label={t('sign-out')} openDelay={400}>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('sign-out')} loading={signOut.isPending} onClick={leave}>
              <SignOutIcon />
            </ActionIcon>
          </Tooltip>
        </div>
      </header>
      <ConnectionBanner />
      <main id="content" tabIndex={-1} className={styles.content}>
        {children}
      </main>
    </>
  );
}
