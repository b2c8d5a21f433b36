/** How hard a password is to guess, while it is typed: the rules first, then its length and variety. */
import { useTexts } from '../../i18n/Language';
import { passwordRule } from '../users/passwords';
import styles from './StrengthBar.module.css';

const GRADES = ['weak', 'fair', 'good', 'strong'] as const;
type Grade = (typeof GRADES)[number];

/** Bits by length and kinds of characters: an upper bound, as any meter without a dictionary. */
export function gradeOf(password: string, userName: string): Grade {
  if (passwordRule(password, userName) || new Set(password).size < 5) return 'weak';
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length;
  const score = [...password].length + kinds * 2;
  return score >= 22 ? 'strong' : score >= 17 ? 'good' : 'fair';
}

export function StrengthBar({ password, userName }: { password: string; userName: string }) {
  const t = useTexts();
  if (password === '') return null;
  const grade = gradeOf(password, userName);
  const words = t(`start-strength-${grade}`);
  return (
    <div className={styles.strength} data-grade={grade}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width: `${((GRADES.indexOf(grade) + 1) / GRADES.length) * 100}%` }} />
      </span>
      <span role="status" className={styles.words}>
        {words}
      </span>
    </div>
  );
}
