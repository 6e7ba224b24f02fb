// What happened, and who read the file.
import { useState } from "preact/hooks";
import { get, list } from "../api";
import { instant, shortDay } from "../dates";
import { useNames, usePerson } from "../names";
import { Section, Wait } from "../parts/page";
import { useRead } from "../read";
import { tell } from "../say";
import type { Case, Dossier, Entry } from "../types";
import { t } from "../words";

// brief is how many facts are in sight at first.
const brief = 8;

export function Timeline({ dossier: d }: { dossier: Pick<Dossier, "timeline" | "timelineNextPageToken" | "case"> }) {
  const [whole, setWhole] = useState(false);
  const [older, setOlder] = useState<Entry[]>([]);
  const [token, setToken] = useState<string>();
  const names = useNames();
  const next = token ?? d.timelineNextPageToken;
  const all = [...d.timeline, ...older.filter((o) => !d.timeline.some((e) => e.entryId === o.entryId))];
  async function more() {
    if (!whole) return setWhole(true);
    const page = await get<{ timeline: Entry[]; nextPageToken: string }>(list(`/v1/cases/${d.case.caseId}/timeline`, { pageToken: next }));
    setOlder([...older, ...page.timeline]);
    setToken(page.nextPageToken);
  }
  return (
    <>
      <ol class="timeline">{(whole ? all : all.slice(0, brief)).map((e) => (
        <li key={e.entryId}><time dateTime={e.time}>{instant(e.time)}</time><span>{e.label}{e.actorBodyId && <span class="hint"> {names.short(e.actorBodyId)}</span>}</span></li>
      ))}</ol>
      {(whole ? next : all.length > brief) && <button type="button" class="button second small" onClick={() => void more().catch(tell)}>{t("timeline.more")}</button>}
    </>
  );
}

interface Access { bodyId: string; personId: string; readDate: string; count: number }

// Accesses are read when they are wanted: who looks who read the file is a rare question.
export function Accesses({ case: c }: { case: Case }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="section" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><h2>{t("accesses.title")}</h2></summary>
      {open && <AccessList caseId={c.caseId} />}
    </details>
  );
}

export function AccessList({ caseId }: { caseId: string }) {
  const reading = useRead(() => get<{ accesses: Access[] }>(list(`/v1/cases/${caseId}/accesses`, { pageSize: 100 })), caseId);
  return <Wait reading={reading}>{({ accesses }) => (accesses.length ? (
    <ul class="rows small">{accesses.map((a) => <AccessRow key={`${a.bodyId} ${a.personId} ${a.readDate}`} access={a} />)}</ul>
  ) : <p class="hint">{t("accesses.none")}</p>)}</Wait>;
}

function AccessRow({ access: a }: { access: Access }) {
  const names = useNames();
  const person = usePerson(a.personId);
  return <li class="row"><span class="what">{[person, names.body(a.bodyId)].filter(Boolean).join(", ")}</span><span class="hint">{shortDay(a.readDate)}, {t("accesses.times", { n: a.count })}</span></li>;
}

export const AccessSection = ({ case: c }: { case: Case }) => <Section title={t("accesses.title")}><AccessList caseId={c.caseId} /></Section>;
