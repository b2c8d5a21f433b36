/** The bar above the pages: the way to everything, how the connection stands, who one is and the way out. */
import { Link } from 'react-router';
import { usePlace } from '../api/place';
import { useSignOut } from '../api/session';
import type { Me } from '../api/types';
import { personName } from '../features/users/names';
import { useTexts } from '../i18n/Language';
import { Avatar } from '../ui/Avatar';
import { Brand } from '../ui/Brand';
import { IconButton } from '../ui/Button';
import { useConfirm } from '../ui/Confirm';
import { ConnectionBadge } from '../ui/ConnectionBadge';
import { anythingUnsaved } from '../forms/unsaved';
import { KeyboardIcon, MenuIcon, SearchIcon, SignOutIcon } from '../ui/icons';
import { LanguageMenu, LookMenu } from '../ui/Preferences';
import styles from './TopBar.module.css';

interface Properties {
  me: Me;
  openMenu: () => void;
  openPalette: () => void;
  openHelp: () => void;
}

export function TopBar({ me, openMenu, openPalette, openHelp }: Properties) {
  const t = useTexts();
  const { path } = usePlace();
  const name = personName(me.user);
  return (
    <header className={styles.bar}>
      <span className={styles.narrow}>
        <IconButton icon={MenuIcon} label={t('open-menu')} onClick={openMenu} />
        <Brand quiet />
      </span>
      <button type="button" className={styles.find} onClick={openPalette}>
        <SearchIcon size={16} />
        <span className={styles.words}>{t('palette-placeholder')}</span>
        <kbd className={styles.key} aria-hidden="true" data-keys="Ctrl K" />
      </button>
      <div className={styles.tools}>
        <ConnectionBadge />
        <span className={styles.wide}>
          <IconButton icon={KeyboardIcon} label={t('shortcuts')} onClick={openHelp} />
        </span>
        <LanguageMenu />
        <LookMenu />
        <Link to={path('/account')} className={styles.person} aria-label={t('signed-in-as', { name })}>
          <Avatar user={me.user} own />
          <span className={styles.name}>{name}</span>
        </Link>
        <SignOut home={me.home.name} />
      </div>
    </header>
  );
}

function SignOut({ home }: { home: string }) {
  const t = useTexts();
  const ask = useConfirm();
  const { signOut, leaving } = useSignOut(home);
  const leave = async () => {
    const question = { title: t('unsaved-title'), lead: t('unsaved-lead'), act: t('sign-out'), danger: true };
    if (anythingUnsaved() && !(await ask(question))) return;
    signOut();
  };
  return <IconButton icon={SignOutIcon} label={t('sign-out')} data-side="edge" disabled={leaving} onClick={() => void leave()} />;
}
