// What codes are called: subjects, bodies, people, communes. Each is read once a visit; a page is never lost for a word.
import { useEffect, useState } from "preact/hooks";
import { get, list } from "./api";
import { once } from "./read";
import type { CodeEntry, PartnerBody, Subject } from "./types";
import type { Found } from "./parts/combo";

export const subjects = once(async () => (await get<{ subjects: Subject[] }>(list("/v1/subjects", { pageSize: 200 }))).subjects);
export const bodies = once(async () => (await get<{ partnerBodies: PartnerBody[] }>(list("/v1/partner-bodies", { pageSize: 200 }))).partnerBodies);

// useOnce is what was read, nothing before.
export function useOnce<T>(read: () => Promise<T>, none: T): T {
  const [value, setValue] = useState(none);
  useEffect(() => { read().then(setValue, () => undefined); }, []);
  return value;
}

export interface Names { subject(code: string): string; body(id: string): string; short(id: string): string }

export function useNames(): Names {
  const known = useOnce(subjects, []);
  const partners = useOnce(bodies, []);
  const called = (id: string) => partners.find((b) => b.partnerBodyId === id);
  return {
    subject: (code) => known.find((s) => s.subjectCode === code)?.label ?? code,
    body: (id) => called(id)?.name ?? id,
    short: (id) => called(id)?.shortName || called(id)?.name || id,
  };
}

const kept = new Map<string, Promise<string>>();

// named reads one name and keeps it; the code stands for a name that can't be read.
function useNamed(key: string, read: () => Promise<string>, fallback: string): string {
  const [name, setName] = useState(fallback);
  useEffect(() => {
    if (!key) return setName(fallback);
    let gone = false;
    const found = kept.get(key) ?? read().catch(() => fallback);
    kept.set(key, found);
    void found.then((n) => { if (!gone) setName(n); });
    return () => { gone = true; };
  }, [key]);
  return name;
}

export const usePerson = (id: string) => useNamed(id && `person ${id}`, async () => {
  const p = await get<{ givenName: string; familyName: string }>(`/v1/people/${id}`);
  return `${p.givenName} ${p.familyName}`.trim();
}, "");

export type CodeList = "COMMUNE" | "ROME" | "NAF" | "HEADCOUNT";

const codes = async (query: string) => (await get<{ entries: CodeEntry[] }>(`/v1/codes?${query}`)).entries;

// useCode is the name of a code of a list.
export const useCode = (of: CodeList, value: string) =>
  useNamed(value && `${of} ${value}`, async () => (await codes(`list=CODE_LIST_${of}&codes=${value}`))[0]?.label ?? value, value);

// findCodes searches a list, for a field.
export const findCodes = (of: CodeList) => async (words: string): Promise<Found[]> =>
  (await codes(`list=CODE_LIST_${of}&q=${encodeURIComponent(words)}`)).map((e) => ({
    value: e.code, label: of === "ROME" ? `${e.label} (${e.code})` : e.label, hint: e.hint || (of === "COMMUNE" ? e.code : ""),
  }));
