/** A small line of the last quarter of an hour. What it shows is said in words too. */
import { useTexts } from '../../i18n/Language';
import styles from './Spark.module.css';
import { pathOf } from './verdict';

const [WIDTH, HEIGHT] = [180, 30];

interface Properties {
  title: string;
  values: readonly (number | null)[];
  /** How many values fit; fewer leave room at the left. */
  slots: number;
  shown: (value: number) => string;
}

export function Spark({ title, values, slots, shown }: Properties) {
  const t = useTexts();
  const known = values.filter((value): value is number => value !== null);
  const range = known.length > 0 ? t('health-from-to', { least: shown(Math.min(...known)), most: shown(Math.max(...known)) }) : '';
  const line = pathOf(values, WIDTH, HEIGHT, slots);
  return (
    <svg className={styles.spark} viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} preserveAspectRatio="none" role="img" aria-label={`${title}: ${range}`}>
      <title>{range}</title>
      <path className={styles.ground} d={`M0 ${HEIGHT}H${WIDTH}`} />
      {line && <path className={styles.line} d={line} />}
    </svg>
  );
}
