/** The typed door to the API: paths and bodies come from the OpenAPI document, refusals become `ApiProblem`. */
import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated';

export type Api = Client<paths>;

/** A client that works in the own tenant or, for staff, in the one stepped down into. */
export function apiOf(tenant?: string): Api {
  const headers = tenant ? { 'Conmuta-Tenant': tenant } : {};
  return createClient<paths>({ baseUrl: '', credentials: 'same-origin', headers });
}

/** A body with some of its fields: those with a default may be absent, though the generated types demand them. */
export const some = <T>(body: Partial<T>): T => body as T;

/** Refusals of somebody who is not in yet. */
const SIGNING_IN: readonly string[] = ['session.wrong_credentials', 'session.wrong_code', 'session.challenge_lapsed'];

/** What a refusal tells beside its code. */
export interface ProblemFacts {
  /** What happened, in English, for whoever integrates. */
  detail?: string;
  /** The field at fault, as a JSON pointer. */
  pointer?: string;
  retryAfterSecs?: number;
  /** The request's id, as in the server's log. */
  request?: string;
  /** The line of the text that was sent, from 1. */
  line?: number;
}

/** A refusal of the server (RFC 9457), or the lack of any answer: then the code is `network`. */
export class ApiProblem extends Error {
  readonly detail: string | undefined;
  readonly pointer: string | undefined;
  readonly retryAfterSecs: number | undefined;
  readonly request: string | undefined;
  readonly line: number | undefined;

  constructor(
    readonly status: number,
    readonly code: string,
    facts: ProblemFacts = {},
  ) {
    super(`${status} ${code}`);
    this.detail = facts.detail;
    this.pointer = facts.pointer;
    this.retryAfterSecs = facts.retryAfterSecs;
    this.request = facts.request;
    this.line = facts.line;
  }

  /** The session is over, which is not the same as a wrong password or code. */
  get endsSession(): boolean {
    return this.status === 401 && !SIGNING_IN.includes(this.code);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Waits for an answer and gives its body, or throws an `ApiProblem`. */
export async function answered<T>(asking: Promise<Answer<T>>): Promise<T> {
  return (await whole(asking)).data as T;
}

/** The same with the answer's head. */
export async function whole<T>(asking: Promise<Answer<T>>): Promise<Answer<T>> {
  let answer: Answer<T>;
  try {
    answer = await asking;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, 'network');
  }
  if (answer.response.ok) return answer;
  throw problemOf(answer.response, answer.error);
}

/** The problem that a refusal's head and body tell. */
export function problemOf(response: Response, body: unknown): ApiProblem {
  const told = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (key: string) => (typeof told[key] === 'string' ? told[key] : undefined);
  const retry = Number(told.retry_after ?? response.headers.get('Retry-After') ?? Number.NaN);
  const [detail, pointer] = [text('detail'), text('pointer')];
  const request = text('request') ?? response.headers.get('X-Request-Id') ?? undefined;
  return new ApiProblem(response.status, text('code') ?? 'unknown', {
    ...(detail ? { detail } : {}),
    ...(pointer ? { pointer } : {}),
    ...(request ? { request } : {}),
    ...(typeof told.line === 'number' ? { line: told.line } : {}),
    ...(Number.isFinite(retry) ? { retryAfterSecs: retry } : {}),
  });
}
