// What the company asked for, and which bodies were in touch with it.
import { get, list, quoted } from "../api";
import { instant } from "../dates";
import { useNames } from "../names";
import { Section, Status, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import type { Case } from "../types";
import { t } from "../words";
import type { FirmProps } from "./types";

export function FirmCases({ firm: { companyId, etag } }: FirmProps) {
  const names = useNames();
  const reading = useRead(() => get<{ cases: Case[]; nextPageToken: string }>(list("/v1/cases", {
    filter: `companyId = ${quoted(companyId)}`, orderBy: "receivedTime desc", pageSize: 10,
  })), `${companyId} ${etag}`); // a merge brings others
  return (
    <Section title={t("firm.cases")} aside={<a href={href("dossiers", { vue: "tous", etat: "tous", entreprise: companyId })}>{t("desk.all")}</a>}>
      <Wait reading={reading}>{({ cases }) => (cases.length ? (
        <ul class="rows">{cases.map((c) => (
          <li class="row" key={c.caseId}>
            <span class="what"><a href={href(`dossier/${c.caseId}`)}>{[...new Set(c.needs.map((n) => names.subject(n.subjectCode)))].join(", ") || c.number}</a></span>
            <span class="hint">{[c.number || t("case.draft"), instant(c.receivedTime), names.short(c.leadBodyId)].filter(Boolean).join(" · ")}</span>
            <Status status={c.status} label={c.statusLabel} />
          </li>
        ))}</ul>
      ) : <p class="hint">{t("firm.cases.none")}</p>)}</Wait>
    </Section>
  );
}

export function LastContacts({ firm: f }: FirmProps) {
  if (!f.recentContacts.length) return null;
  return (
    <Section title={t("firm.recent")} count={String(f.recentContacts.length)}>
      <ul class="plain">{f.recentContacts.map((r) => <li key={r.bodyId}>{r.sentence}{r.note && <p class="quote">{r.note}</p>}</li>)}</ul>
    </Section>
  );
}
