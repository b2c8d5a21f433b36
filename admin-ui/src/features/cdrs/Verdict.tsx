/** What was wrong with a call, or that nothing was: the server's verdict in words, with what to do. */
import { useQuery } from '@tanstack/react-query';
import { answered, type ApiProblem } from '../../api/client';
import { useApi } from '../../api/place';
import type { CallDiagnosis, Cdr, Finding } from '../../api/types';
import { useFormats } from '../../i18n/format';
import { type Texts, useTexts } from '../../i18n/Language';
import { Badge, type Tone } from '../../ui/Badge';
import { ProblemNotice } from '../../ui/ProblemNotice';
import { type Level, Remark, Remarks } from '../../ui/Remarks';
import { SkeletonRows } from '../../ui/Skeleton';
import styles from './Verdict.module.css';

/** The trace is written a moment after the record; until then its figures are missing. */
const AGAIN_MS = 700;
const PATIENCE_MS = 10_000;

export function useDiagnosis(id: string) {
  const api = useApi();
  return useQuery<CallDiagnosis, ApiProblem>({
    queryKey: ['diagnosis', id],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/cdrs/{id}/diagnosis', { params: { path: { id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state: { data, dataUpdateCount } }) => (data?.findings.some(({ code }) => code === 'no_figures') && dataUpdateCount < PATIENCE_MS / AGAIN_MS ? AGAIN_MS : false),
  });
}

const TONES: Record<Level, Tone> = { good: 'good', note: 'quiet', doubtful: 'warning', bad: 'bad' };

export function Verdict({ cdr }: { cdr: Cdr }) {
  const t = useTexts();
  const { number } = useFormats();
  const { data, error, refetch } = useDiagnosis(cdr.id);
  if (error && !data) return <ProblemNotice problem={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} />;
  return (
    <section className={styles.verdict} data-verdict={data.level} data-summary={data.summary}>
      <h2 className={styles.title}>
        {t(`diagnosis-${data.summary.replaceAll('_', '-')}`, argumentsOf(t, number, cdr, data.findings.find(({ code }) => code === data.summary)))}
        <Badge tone={TONES[data.level]} dot>
          {t(`level-${data.level}`)}
        </Badge>
      </h2>
      <Remarks label={t('diagnosis-findings')}>
        {data.findings.map((finding) => (
          <One key={`${finding.code}-${finding.side ?? ''}`} cdr={cdr} finding={finding} />
        ))}
      </Remarks>
    </section>
  );
}

function One({ cdr, finding }: { cdr: Cdr; finding: Finding }) {
  const t = useTexts();
  const { number } = useFormats();
  const key = `diagnosis-${finding.code.replaceAll('_', '-')}`;
  const args = argumentsOf(t, number, cdr, finding);
  return (
    <Remark level={finding.level} advice={t.has(`${key}-advice`) ? t(`${key}-advice`, args) : undefined}>
      {t(key, args)}
    </Remark>
  );
}

/** What the words of a finding speak of: whose phone, and its figures as people read them. */
export function argumentsOf(t: Texts, number: (value: number, digits?: number) => string, cdr: Cdr, finding: Finding | undefined): Record<string, string | number> {
  const who = finding?.side === 'caller' ? cdr.from : finding?.side === 'called' ? cdr.to : t('diagnosis-both');
  const figures = Object.entries(finding?.figures ?? {}).map(([name, value]) => [name, number(value, Number.isInteger(value) ? 0 : 1)]);
  return { who, ...Object.fromEntries(figures), ...finding?.texts };
}
