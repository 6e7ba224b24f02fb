// Calls of the API with the session's cookie. A refusal becomes a Problem that says what to do, in the words of the server.
import { language, t } from "./words";

export interface FieldError { field: string; message: string }
export interface Offer { field: string; value: string; label: string }
export interface Change { field: string; byBodyId: string; time: string }

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    detail: string,
    readonly errors: FieldError[] = [],
    readonly changes: Change[] = [],
    readonly offers: Offer[] = [],
  ) {
    super(detail);
  }
}

async function call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(path, {
    method,
    headers: { Accept: "application/json", "Accept-Language": language, "Content-Type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : {};
  if (!answer.ok) {
    throw new Problem(answer.status, json.reason ?? "", json.detail ?? t("error.server"), json.errors ?? [], json.changes ?? [], json.offers ?? []);
  }
  return json as T;
}

export const get = <T>(path: string) => call<T>("GET", path);

// post carries a key of its own, so that a click that is sent twice is done once; and the version that was read.
export const post = <T>(path: string, body: unknown, etag = "") => call<T>("POST", path, body, written(etag));
export const patch = <T>(path: string, body: unknown, etag = "") => call<T>("PATCH", path, body, written(etag));

export const remove = <T>(path: string, etag = "") => call<T>("DELETE", path, undefined, written(etag));

const written = (etag: string): Record<string, string> =>
  ({ "Idempotency-Key": crypto.randomUUID(), ...(etag ? { "If-Match": etag } : {}) });

export interface Asked { filter?: string; orderBy?: string; pageSize?: number; pageToken?: string; fields?: string; format?: string }

// list is the address of a page of a list.
export function list(path: string, asked: Asked = {}): string {
  const query = Object.entries(asked).filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return query.length ? `${path}?${query.join("&")}` : path;
}

// quoted is a value in a filter. Quotes would end it.
export const quoted = (value: string) => `"${value.replace(/["\\]/g, " ")}"`;
