/** The keys that act on this page. */
import { useTexts } from '../i18n/Language';
import { Dialog } from '../ui/Dialog';
import styles from './HelpSheet.module.css';
import { useShortcuts } from './shortcuts';

const PICTURES: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑' };

export default function HelpSheet({ close }: { close: () => void }) {
  const t = useTexts();
  const all = [{ keys: 'Ctrl K', label: t('palette-open') }, ...useShortcuts(), { keys: 'Esc', label: t('close') }];
  return (
    <Dialog opened reading close={close} title={t('shortcuts')}>
      <dl className={styles.list}>
        {all.map(({ keys, label }) => (
          <div key={keys} className={styles.entry}>
            <dt>{label}</dt>
            <dd>
              {keys.split(' ').map((key) => (
                <kbd key={key} className={styles.key}>
                  {PICTURES[key] ?? key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
