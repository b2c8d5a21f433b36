/** What a refusal is called in the person's language. */
import type { ApiProblem } from '../api/client';
import type { Texts } from './Language';

/** Codes of the server that have words of their own. */
const KNOWN = new Set(['network', 'session.wrong_credentials', 'session.throttled', 'calls.not_found']);

export function problemText(t: Texts, problem: ApiProblem): string {
  const args = { code: problem.code, secs: problem.retryAfterSecs ?? 60 };
  if (KNOWN.has(problem.code)) return t(`problem-${problem.code.replace('.', '-')}`, args);
  return problem.status === 403 ? t('problem-forbidden') : t('problem-unknown', args);
}
