// Calls of the API with the session's cookie. A refusal becomes a Problem that says what to do, in the words of the server.

export interface FieldError { field: string; message: string }
export interface Transition { action: string; to: string; actors: string[] }

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    detail: string,
    readonly errors: FieldError[] = [],
  ) {
    super(detail);
  }
}

async function call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(path, {
    method,
    headers: { Accept: "application/json", "Accept-Language": "fr", "Content-Type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : {};
  if (!answer.ok) {
    throw new Problem(answer.status, json.reason ?? "", json.detail ?? "Le serveur n'a pas pu répondre. Réessayez.", json.errors ?? []);
  }
  return json as T;
}

export const get = <T>(path: string) => call<T>("GET", path);

// post carries a key of its own, so that a click that is sent twice is done once; and the version that was read.
export const post = <T>(path: string, body: unknown, etag = "") =>
  call<T>("POST", path, body, { "Idempotency-Key": crypto.randomUUID(), ...(etag ? { "If-Match": etag } : {}) });

export const list = (path: string, filter: string, orderBy = "") =>
  `${path}?pageSize=50&filter=${encodeURIComponent(filter)}${orderBy ? `&orderBy=${encodeURIComponent(orderBy)}` : ""}`;
