// Who asks: one box for a SIRET or a name. Without a SIRET it is a project leader, or a company by name and commune.
import { useState } from "preact/hooks";
import { get, list } from "../api";
import { fullDay } from "../dates";
import { findCodes, useCode } from "../names";
import { Combo, type Found } from "../parts/combo";
import { Group, Line, Text } from "../parts/field";
import { Facts } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import type { Case, Contact, Directory } from "../types";
import { t } from "../words";

export type Asker = { kind: "search" } | { kind: "company"; siret: string; known?: Directory } | { kind: "leader" } | { kind: "named" };

interface StepProps { asker: Asker; change: (asker: Asker) => void; contact: (contact: Contact) => void }

export function CompanyStep(p: StepProps) {
  const { asker, change } = p;
  return (
    <Group class="group" name="company" legend={t("company.who")}>
      {asker.kind === "search" && <CompanySearch change={change} />}
      {asker.kind === "company" && <Card known={asker.known} siret={asker.siret} contact={p.contact} />}
      {asker.kind === "leader" && (
        <>
          <p class="hint">{t("leader.hint")}</p>
          <Text name="company.projectLeader.project" label={t("leader.project")} rows={2} max={2000} />
          <Combo name="company.projectLeader.communeCode" label={t("leader.commune")} find={findCodes("COMMUNE")} />
        </>
      )}
      {asker.kind === "named" && (
        <div class="grid">
          <Line name="company.name" label={t("company.name")} required />
          <Combo name="company.communeCode" label={t("company.commune")} find={findCodes("COMMUNE")} required />
        </div>
      )}
      {asker.kind !== "search" && <p class="buttons"><button type="button" class="link" onClick={() => change({ kind: "search" })}>{t("company.change")}</button></p>}
    </Group>
  );
}

const digits = (words: string) => words.replace(/\s/g, "");

// find looks up a SIRET, and searches the directory for anything else.
async function find(words: string, known: Map<string, Directory>): Promise<Found[]> {
  const number = digits(words);
  const all = /^\d{14}$/.test(number) ? [await get<Directory>(`/v1/companies:lookup?siret=${number}`)]
    : (await get<{ companies: Directory[] }>(`/v1/companies:search?q=${encodeURIComponent(words)}`)).companies;
  return all.map((c) => {
    known.set(c.siret, c);
    return { value: c.siret, label: c.name || t("company.unknown", { siret: c.siret }), hint: [c.siret, c.address].filter(Boolean).join(" · ") };
  }).filter((f) => f.value);
}

function CompanySearch({ change }: { change: (asker: Asker) => void }) {
  const [known] = useState(() => new Map<string, Directory>());
  return (
    <>
      <Combo name="company.search" label={t("company.search")} hint={t("company.search.hint")} sends={false} find={(words) => find(words, known)}
        picked={(f) => change({ kind: "company", siret: f.value, known: known.get(f.value) })} />
      <p class="buttons">
        <button type="button" class="button second small" onClick={() => change({ kind: "leader" })}>{t("company.leader")}</button>
        <button type="button" class="button second small" onClick={() => change({ kind: "named" })}>{t("company.named")}</button>
      </p>
    </>
  );
}

// Card is what the directory knows of the company, and what the Hup already does for it.
function Card({ known, siret, contact }: { known?: Directory; siret: string; contact: (contact: Contact) => void }) {
  return (
    <div class="card">
      <p class="who-asks"><strong>{known?.name || t("company.unknown", { siret })}</strong> <Flags company={known} /></p>
      {known && <Known company={known} />}
      {known?.companyId && <Seen companyId={known.companyId} />}
      {known?.companyId && <Open companyId={known.companyId} />}
      {known?.contacts.length ? (
        <p class="buttons">{known.contacts.slice(0, 4).map((c) => (
          <button key={c.name} type="button" class="button second small" onClick={() => contact(c)}>{t("contact.take", { name: [c.name, c.role].filter(Boolean).join(", ") })}</button>
        ))}</p>
      ) : null}
    </div>
  );
}

export function Flags({ company: c }: { company?: Directory }) {
  return (
    <>
      {(!c || c.verification === "VERIFICATION_UNVERIFIED") && <span class="tag waits">{t("company.unverified")}</span>}{" "}
      {c?.status === "COMPANY_STATUS_CEASED" && <span class="tag bad">{c.statusLabel}</span>}{" "}
      {c?.qpvCode && <span class="tag">{t("company.qpv", { code: c.qpvCode })}</span>}{" "}
      {c?.diffusion === "DIFFUSION_PARTIAL" && <span class="tag waits">{t("company.partial")}</span>}
    </>
  );
}

export function Known({ company: c }: { company: Directory }) {
  const commune = useCode("COMMUNE", c.communeCode);
  const staff = useCode("HEADCOUNT", c.headcount?.code ?? "");
  const activity = useCode("NAF", c.naf[0]?.code ?? "");
  return <Facts all={[
    [t("company.siret"), c.siret], [t("company.commune"), commune], [t("company.address"), c.address],
    [t("company.staff"), staff], [t("company.activity"), activity], [t("company.form"), c.legalFormLabel],
    [t("company.since"), fullDay(c.creationDate)],
  ]} />;
}

// Seen warns that another body saw the company days ago.
function Seen({ companyId }: { companyId: string }) {
  const reading = useRead(() => get<Directory>(`/v1/companies/${companyId}`), companyId);
  return <>{reading.value?.recentContacts.map((r) => <p key={r.bodyId} class="notice waits">{r.sentence}</p>)}</>;
}

// Open says which cases of the company are under way, before another one is opened.
function Open({ companyId }: { companyId: string }) {
  const reading = useRead(() => get<{ cases: Case[] }>(list("/v1/cases", {
    filter: `companyId = "${companyId}"`, orderBy: "receivedTime desc", pageSize: 5,
  })), companyId);
  const all = reading.value?.cases ?? [];
  if (!all.length) return null;
  return (
    <div>
      <p>{t("company.cases", { n: all.length })}</p>
      <ul class="plain">{all.map((c) => <li key={c.caseId}><a href={href(`dossier/${c.caseId}`)} target="_blank">{c.number}</a> · {c.statusLabel}</li>)}</ul>
    </div>
  );
}
