// All that happened around a company, in every service, as far as one may see it.
import { useState } from "preact/hooks";
import { get } from "../api";
import { instant } from "../dates";
import { useNames } from "../names";
import { Section, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import { tell } from "../say";
import { choices, code, t } from "../words";
import type { FirmProps, Line } from "./types";

interface Page { entries: Line[]; nextPageToken: string; missing: { part: string }[] }

// size is how many lines come at once.
const size = 25;

const read = (companyId: string, kind: string, token = "") =>
  get<Page>(`/v1/companies/${companyId}/timeline?pageSize=${size}${kind && `&kinds=${kind}`}${token && `&pageToken=${encodeURIComponent(token)}`}`);

export function Story({ firm: { companyId, etag } }: FirmProps) {
  const [kind, setKind] = useState("");
  const reading = useRead(() => read(companyId, kind), `${companyId} ${etag} ${kind}`);
  return (
    <Section title={t("firm.story")} aside={
      <label class="inline">{t("firm.story.kind")} <select onChange={(e) => setKind(e.currentTarget.value)}>
        <option value="">{t("filter.all")}</option>{choices("storykind").map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
      </select></label>
    }>
      <Wait reading={reading}>{(first) => <Lines key={`${kind} ${first.entries[0]?.entryId}`} first={first} more={(token) => read(companyId, kind, token)} again={reading.again} />}</Wait>
    </Section>
  );
}

function Lines({ first, more, again }: { first: Page; more: (token: string) => Promise<Page>; again: () => Promise<void> }) {
  const [older, setOlder] = useState<Page[]>([]);
  const [busy, setBusy] = useState(false);
  const names = useNames();
  const pages = [first, ...older];
  const last = pages[pages.length - 1]!;
  const missing = [...new Set(pages.flatMap((p) => p.missing.map((m) => m.part)))];
  async function load() {
    setBusy(true);
    await more(last.nextPageToken).then((page) => setOlder([...older, page]), tell);
    setBusy(false);
  }
  return (
    <>
      {missing.length > 0 && <p class="notice bad">{t("firm.story.missing", { parts: missing.map((m) => code("service", m)).join(", ") })} <button type="button" class="link" onClick={() => { setOlder([]); void again(); }}>{t("again")}</button></p>}
      {!first.entries.length && <p class="hint">{t("firm.story.none")}</p>}
      <ol class="timeline">{pages.flatMap((p) => p.entries).map((e) => (
        <li key={e.entryId}><time dateTime={e.time}>{instant(e.time)}</time>
          <span>{e.caseId ? <a href={href(`dossier/${e.caseId}`)}>{e.text}</a> : e.text}{e.actorBodyId && <span class="hint"> {names.short(e.actorBodyId)}</span>}</span></li>
      ))}</ol>
      {last.nextPageToken && <button type="button" class="button second small" disabled={busy} onClick={() => void load()}>{t("timeline.more")}</button>}
    </>
  );
}
