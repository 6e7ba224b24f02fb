// What codes are called: the subjects and the partner bodies, read once a visit.
import { get } from "./api";
import type { PartnerBody, Subject } from "./types";

const once = <T>(read: () => Promise<T>) => {
  let kept: Promise<T> | undefined;
  return () => (kept ??= read().catch((error) => { kept = undefined; throw error; }));
};

export const subjects = once(async () => (await get<{ subjects: Subject[] }>("/v1/subjects?pageSize=200")).subjects);
const bodies = once(async () => (await get<{ partnerBodies: PartnerBody[] }>("/v1/partner-bodies?pageSize=200")).partnerBodies);

export interface Names { subject(code: string): string; body(id: string): string }

// names falls back to the code: a page is never lost for a word.
export async function names(): Promise<Names> {
  const [known, partners] = await Promise.all([subjects().catch(() => []), bodies().catch(() => [])]);
  const labels = new Map(known.map((s) => [s.subjectCode, s.label]));
  const called = new Map(partners.map((b) => [b.partnerBodyId, b.shortName || b.name]));
  return { subject: (code) => labels.get(code) ?? code, body: (id) => called.get(id) ?? id };
}
