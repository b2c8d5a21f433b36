/** How much of a limit is used, as figures and as a bar that warns at 80 % and at 100 %. */
import { useFormats } from '../../i18n/format';
import { useTexts } from '../../i18n/Language';
import { WarningIcon } from '../../ui/icons';
import { levelOf, percentOf } from './level';
import styles from './UsageBar.module.css';

interface Properties {
  label: string;
  used: number | undefined;
  most: number | null | undefined;
  /** What else is worth a word, such as the peak of the day. */
  more?: string;
  /** In a table the label stands above the column already. */
  bare?: boolean;
}

export function UsageBar({ label, used, most, more, bare = false }: Properties) {
  const t = useTexts();
  const { number } = useFormats();
  if (used === undefined) return <Unbounded label={label} more={more} bare={bare} />;
  const level = levelOf(used, most);
  const bounded = most !== null && most !== undefined;
  return (
    <div className={styles.usage} data-level={level} data-bare={bare}>
      <div className={styles.line}>
        {!bare && <span className={styles.label}>{label}</span>}
        <span className={styles.figures}>
          {level !== 'calm' && <WarningIcon size={13} />}
          {bounded ? t('usage-of', { used: number(used), most: number(most) }) : number(used)}
        </span>
      </div>
      {bounded && (
        <div className={styles.track} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={most} aria-valuenow={Math.min(used, most)} aria-valuetext={t('usage-of', { used: number(used), most: number(most) })}>
          <div className={styles.fill} style={{ width: `${percentOf(used, most)}%` }} />
        </div>
      )}
      {(more || (!bare && level !== 'calm')) && (
        <p className={styles.more}>
          {!bare && level !== 'calm' && t(`usage-${level}`)} {more}
        </p>
      )}
    </div>
  );
}

/** What is taken up cannot be told, because somebody below has no limit. */
function Unbounded({ label, more, bare = false }: Pick<Properties, 'label' | 'bare'> & { more: string | undefined }) {
  const t = useTexts();
  if (bare) return <span className={styles.none}>{t('no-bound')}</span>;
  return (
    <div className={styles.usage}>
      <div className={styles.line}>
        <span className={styles.label}>{label}</span>
        <span className={styles.none}>{t('no-bound')}</span>
      </div>
      {more && <p className={styles.more}>{more}</p>}
    </div>
  );
}
