/** The typed door to the API: paths and bodies come from the OpenAPI document, refusals become `ApiProblem`. */
import createClient from 'openapi-fetch';
import type { paths } from './generated';

export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });

/** A refusal of the server (RFC 9457), or the lack of any answer: then the code is `network`. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfterSecs?: number,
  ) {
    super(`${status} ${code}`);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Waits for an answer and gives its body, or throws an `ApiProblem`. */
export async function answered<T>(asking: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asking;
  } catch {
    throw new ApiProblem(0, 'network');
  }
  if (answer.response.ok) return answer.data as T;
  throw problemOf(answer.response, answer.error);
}

function problemOf(response: Response, body: unknown): ApiProblem {
  const told = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const code = typeof told.code === 'string' ? told.code : 'unknown';
  const retry = Number(told.retry_after ?? response.headers.get('Retry-After') ?? Number.NaN);
  return new ApiProblem(response.status, code, Number.isFinite(retry) ? retry : undefined);
}
