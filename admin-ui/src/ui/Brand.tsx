/** The mark and name of whoever offers the pages; where there is little room a quiet one shows the mark alone. */
import type { Brand as BrandFacts, LogoFacts } from '../api/types';
import { useBrand } from '../app/brand';
import styles from './Brand.module.css';

export function Brand({ quiet = false }: { quiet?: boolean }) {
  return <BrandOf brand={useBrand()} quiet={quiet} />;
}

/** A logo much wider than high is taken to bear the name itself. */
const bearsName = ({ width, height }: LogoFacts) => width > 1.6 * height;

export function BrandOf({ brand, quiet = false }: { brand: BrandFacts; quiet?: boolean }) {
  const { product_name: name, logo_light: light, logo_dark: dark } = brand;
  const wide = light && bearsName(light);
  return (
    <span className={styles.brand}>
      {light ? (
        <>
          <img className={styles.logo} data-for="light" data-quiet={quiet} src={light.path} alt={wide ? name : ''} />
          <img className={styles.logo} data-for="dark" data-quiet={quiet} src={(dark ?? light).path} alt={wide ? name : ''} />
        </>
      ) : brand.colours || name !== 'Conmuta' ? (
        <span className={styles.letter} data-letter={[...name][0]?.toLocaleUpperCase()} aria-hidden="true" />
      ) : (
        <Mark />
      )}
      {!wide && (
        <span className={styles.name} data-quiet={quiet}>
          {name}
        </span>
      )}
    </span>
  );
}

function Mark() {
  return (
    <svg width="1.75rem" height="1.75rem" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0a7b84" />
      <path d="M8 21.5h3.2c5.6 0 4-11 9.6-11H24" fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
      <circle cx="8" cy="10.5" r="2.2" fill="#fff" opacity=".55" />
      <circle cx="24" cy="21.5" r="2.2" fill="#fff" opacity=".55" />
    </svg>
  );
}
