/** The picture of a line on which nobody speaks. */
export function QuietLine() {
  return (
    <svg width="132" height="56" viewBox="0 0 132 56" fill="none" aria-hidden="true">
      <path d="M22 36h22c18 0 14-16 32-16h34" stroke="var(--line-strong)" strokeWidth="2" strokeDasharray="1 6" strokeLinecap="round" />
      <circle cx="14" cy="36" r="8" fill="var(--accent-soft)" stroke="var(--accent)" strokeWidth="2" />
      <circle cx="118" cy="20" r="8" fill="var(--accent-soft)" stroke="var(--accent)" strokeWidth="2" />
      <circle cx="14" cy="36" r="2.5" fill="var(--accent)" />
      <circle cx="118" cy="20" r="2.5" fill="var(--accent)" />
    </svg>
  );
}
