/** What stands around every page: the menu at the side, and above who one is and how the connection stands. */
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { usePlace } from '../api/place';
import type { Me } from '../api/types';
import { useTexts } from '../i18n/Language';
import { withTexts } from '../i18n/withTexts';
import { useKeyboard, useShortcut } from '../keys/shortcuts';
import { ConnectionBanner } from '../ui/ConnectionBanner';
import styles from './Frame.module.css';
import { type Feature, shownTo } from './features';
import { SideMenu } from './SideMenu';
import { TopBar } from './TopBar';

const loadPalette = () => import('../keys/Palette');
const Palette = lazy(loadPalette);
const HelpSheet = lazy(() => import('../keys/HelpSheet'));
const SupportBanners = withTexts(['support-access'], () => import('../features/support-access/Banners'));

type Sheet = 'palette' | 'help' | undefined;

export function Frame({ me, children }: { me: Me; children: ReactNode }) {
  const t = useTexts();
  const [sheet, setSheet] = useState<Sheet>();
  const [menu, setMenu] = useState(false);
  const { pathname } = useLocation();
  const content = useRef<HTMLElement>(null);
  useKeyboard(sheet === undefined);
  // So that what is typed right after its key goes into it.
  useEffect(() => void loadPalette(), []);
  usePaletteKey(() => setSheet('palette'));
  useShortcut('?', t('shortcuts'), () => setSheet('help'));
  useEffect(() => {
    setMenu(false);
    content.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {t('skip-to-content')}
      </a>
      <SideMenu me={me} opened={menu} close={() => setMenu(false)} />
      <div className={styles.main}>
        <TopBar me={me} openMenu={() => setMenu(true)} openPalette={() => setSheet('palette')} openHelp={() => setSheet('help')} />
        <ConnectionBanner />
        <Suspense>
          <SupportBanners />
        </Suspense>
        <main id="content" ref={content} tabIndex={-1} className={styles.content}>
          {children}
        </main>
      </div>
      {shownTo(me).map((feature) => (
        <GoKey key={feature.path} feature={feature} />
      ))}
      <Suspense>
        {sheet === 'palette' && <Palette close={() => setSheet(undefined)} />}
        {sheet === 'help' && <HelpSheet close={() => setSheet(undefined)} />}
      </Suspense>
    </div>
  );
}

function GoKey({ feature }: { feature: Feature }) {
  const t = useTexts();
  const { path } = usePlace();
  const navigate = useNavigate();
  useShortcut(`g ${feature.key}`, t('go-to', { page: t(feature.title) }), () => navigate(path(feature.path)));
  return null;
}

/** Works while typing, too. */
function usePaletteKey(open: () => void): void {
  const act = useRef(open);
  act.current = open;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k' || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      act.current();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}
