/** The sign-in page, the bar and a button as they would be, in light and dark side by side. */
import type { Brand, Branding, Colours, LogoFacts } from '../../api/types';
import { useTexts } from '../../i18n/Language';
import { BrandOf } from '../../ui/Brand';
import { SearchIcon } from '../../ui/icons';
import styles from './Preview.module.css';
import { type Draft, isColour, useTones } from './useBranding';

export function Preview({ draft, branding }: { draft: Draft; branding: Branding }) {
  const t = useTexts();
  const tones = useTones(draft.accent);
  const colours = isColour(draft.accent) ? tones : branding.inherited.colours;
  const brand = brandOf(draft, branding, colours ?? undefined);
  return (
    <aside className={styles.preview} aria-labelledby="branding-preview">
      <h2 id="branding-preview" className={styles.title}>
        {t('branding-preview')}
      </h2>
      <p className={styles.lead}>{t('branding-preview-lead')}</p>
      {(['light', 'dark'] as const).map((scheme) => (
        <Scene key={scheme} scheme={scheme} brand={brand} />
      ))}
    </aside>
  );
}

function Scene({ scheme, brand }: { scheme: 'light' | 'dark'; brand: Brand }) {
  const t = useTexts();
  const tones = brand.colours?.[scheme];
  const style = tones && { '--accent': tones.accent, '--accent-strong': tones.strong, '--accent-soft': tones.soft, '--on-accent': tones.on };
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>{t(`scheme-${scheme}`)}</figcaption>
      <div className={styles.scene} data-preview={scheme} style={style as React.CSSProperties | undefined} inert>
        <div className={styles.bar}>
          <BrandOf brand={brand} />
          <span className={styles.find}>
            <SearchIcon size={13} />
            {t('palette-placeholder')}
          </span>
          <span className={styles.face} />
        </div>
        <div className={styles.ground}>
          <div className={styles.card}>
            <p className={styles.heading}>{t('sign-in-title')}</p>
            <p className={styles.text}>{brand.sign_in_text || t('sign-in-lead')}</p>
            <span className={styles.label}>{t('sign-in-user')}</span>
            <span className={styles.input} />
            <span className={styles.submit}>{t('sign-in-submit')}</span>
            <span className={styles.row}>
              <span className={styles.link}>{t('branding-preview-link')}</span>
              <span className={styles.chip}>{t('branding-preview-chosen')}</span>
            </span>
          </div>
        </div>
      </div>
    </figure>
  );
}

/** The brand that the draft makes, as the server would resolve it. */
function brandOf(draft: Draft, { brand, inherited, settings }: Branding, colours: Colours | undefined): Brand {
  const facts = (logo: string | null, known: LogoFacts | null | undefined): LogoFacts | undefined => {
    if (logo?.startsWith('data:')) return { path: logo, ...sidesOf(logo) };
    return logo ? (known ?? { path: `/api/v1/brand/logos/${logo}`, width: 1, height: 1 }) : undefined;
  };
  const own = {
    light: facts(draft.logo_light, settings.logo_light === draft.logo_light ? brand.logo_light : undefined),
    dark: facts(draft.logo_dark, settings.logo_dark === draft.logo_dark ? brand.logo_dark : undefined),
  };
  const light = own.light ?? own.dark ?? inherited.logo_light;
  const dark = own.dark ?? own.light ?? inherited.logo_dark;
  return {
    product_name: draft.product_name || inherited.product_name,
    host_tells: false,
    ...(colours ? { colours } : {}),
    ...(light ? { logo_light: light } : {}),
    ...(dark ? { logo_dark: dark } : {}),
    sign_in_text: draft.sign_in_text ?? inherited.sign_in_text ?? null,
  };
}

/** A cleaned drawing says its sides in its view box; what a picture's are is seen well enough from a wide guess. */
function sidesOf(data: string): { width: number; height: number } {
  const drawing = data.startsWith('data:image/svg+xml;base64,') ? atob(data.slice(26)) : '';
  const [, , width, height] = /viewBox="([^"]+)"/.exec(drawing)?.[1]?.split(' ').map(Number) ?? [];
  return { width: width || 1, height: height || 1 };
}
