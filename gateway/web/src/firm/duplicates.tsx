// Records that may be the same company. Before two become one it is shown what would move, and it can be undone.
import { useState } from "preact/hooks";
import { get, list, post, quoted } from "../api";
import { useCode } from "../names";
import { keepFocus } from "../parts/commands";
import { Wait } from "../parts/page";
import { useRead } from "../read";
import { go, href } from "../route";
import { say, tell } from "../say";
import type { Directory } from "../types";
import { colon, t } from "../words";
import type { Duplicate, Firm, FirmProps, Moved } from "./types";

export function Duplicates({ firm: f, again }: FirmProps) {
  const reading = useRead(() => get<{ duplicates: Duplicate[] }>(`/v1/companies/${f.companyId}/duplicates`), `${f.companyId} ${f.etag}`);
  const all = reading.value?.duplicates ?? [];
  if (!all.length) return null;
  return (
    <section class="notice waits" aria-label={t("twins.label")}>
      <p>{t("twins.title", { n: all.length })}</p>
      <ul class="plain">{all.map((d) => <Twin key={d.companyId} twin={d} firm={f} again={again} />)}</ul>
    </section>
  );
}

function Twin({ twin: d, firm: f, again }: { twin: Duplicate } & FirmProps) {
  const [open, setOpen] = useState(false);
  const commune = useCode("COMMUNE", d.communeCode);
  const [from, into] = d.goesOn ? [f.companyId, d.companyId] : [d.companyId, f.companyId];
  const merge = (dryRun: boolean) => post<{ company: Firm; merge: { moved: Moved[] }; notes: string[] }>("/v1/companies:merge", { fromCompanyId: from, intoCompanyId: into, dryRun });
  async function write() {
    await merge(false);
    say(t("twins.done"), false, true);
    if (into !== f.companyId) return go(`entreprise/${into}`);
    await again();
    keepFocus(null);
  }
  return (
    <li>
      <a href={href(`entreprise/${d.companyId}`)}>{d.name}</a> <span class="hint">{[d.siret, commune].filter(Boolean).join(" · ")}</span>
      <br />{t("alike.score", { n: d.score })} {d.reasons.join(", ")}
      {f.allowedActions.includes("merge") && <> <button type="button" class="link" aria-expanded={open} aria-label={t("twins.merge.of", { name: d.name })} onClick={() => setOpen(!open)}>{t("twins.merge")}</button></>}
      {open && <Tried title={t("twins.would", { name: d.goesOn ? d.name : f.name })} label={t("twins.write")} run={async () => { const r = await merge(true); return { moved: r.merge.moved, notes: r.notes }; }} write={write} close={() => setOpen(false)} />}
    </li>
  );
}

interface Trial { moved: Moved[]; notes: string[] }

// Tried shows what would be done before it is done.
function Tried(p: { title: string; label: string; run: () => Promise<Trial>; write: () => Promise<void>; close: () => void }) {
  const reading = useRead(p.run, "trial");
  const [busy, setBusy] = useState(false);
  const write = () => { setBusy(true); void p.write().catch(tell).finally(() => setBusy(false)); };
  return (
    <div class="panel">
      <p><strong>{p.title}</strong></p>
      <Wait reading={reading}>{(trial) => (
        <>
          {trial.moved.length > 0 ? <ul>{trial.moved.map((m) => <li key={m.kind}>{m.kindLabel}{colon}{m.ids.length}</li>)}</ul> : <p>{t("twins.nothing")}</p>}
          {trial.notes.length > 0 && <ul>{trial.notes.map((n) => <li key={n}>{n}</li>)}</ul>}
          <p class="buttons"><button type="button" class="button" disabled={busy} onClick={write}>{p.label}</button>
            <button type="button" class="button second" onClick={p.close}>{t("form.cancel")}</button></p>
        </>
      )}</Wait>
    </div>
  );
}

// Merged are the records that this company took in, each with the way back.
export function Merged({ firm: f, again }: FirmProps) {
  const key = f.mergedCompanyIds.join();
  const reading = useRead(() => (key ? get<{ companies: Directory[] }>(list("/v1/companies", { filter: `mergedIntoCompanyId = ${quoted(f.companyId)}` })) : Promise.resolve({ companies: [] })), `${f.companyId} ${key}`);
  const [open, setOpen] = useState("");
  const all = reading.value?.companies ?? [];
  if (!all.length) return null;
  const undo = (id: string, dryRun: boolean) => post<Trial>(`/v1/companies/${id}:undoMerge`, { dryRun });
  async function write(id: string) {
    await undo(id, false);
    say(t("twins.undone"), false, true);
    setOpen("");
    await again();
    keepFocus(null);
  }
  return (
    <section class="notice" aria-label={t("merged.title")}>
      <p>{t("merged.title")}</p>
      <ul class="plain">{all.map((c) => (
        <li key={c.companyId}><strong>{c.name}</strong> <span class="hint">{c.siret}</span>{" "}
          <button type="button" class="link" aria-expanded={open === c.companyId} aria-label={t("merged.undo.of", { name: c.name })} onClick={() => setOpen(open ? "" : c.companyId)}>{t("merged.undo")}</button>
          {open === c.companyId && <Tried title={t("merged.would", { name: c.name })} label={t("merged.write")} run={() => undo(c.companyId, true)} write={() => write(c.companyId)} close={() => setOpen("")} />}
        </li>
      ))}</ul>
    </section>
  );
}
