/** What a refusal is called in the person's language. */
import type { ApiProblem } from '../api/client';
import type { Texts } from './Language';

/** The text of its code; else that of its status; else its code alone. */
export function problemText(t: Texts, problem: ApiProblem): string {
  const args = { code: problem.code, secs: problem.retryAfterSecs ?? 60 };
  const own = `problem-${problem.code.replaceAll('.', '-')}`;
  if (t.has(own)) return t(own, args);
  const byStatus = `problem-status-${problem.status}`;
  return t.has(byStatus) ? t(byStatus, args) : t('problem-unknown', args);
}
