// One case with all its parts: what to do now on top, the work on the left, who and when on the right.
import { get, post } from "../api";
import { useTitle } from "../app";
import { instant } from "../dates";
import { useNames, usePerson } from "../names";
import { Due, Section, Status, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import { tell } from "../say";
import type { Case, Dossier, Me } from "../types";
import { because, code, t } from "../words";
import { Appointments } from "../desks/appointments";
import { Attachments } from "../files/attachments";
import { RerouteOffer } from "./algorithm";
import { Alike } from "./alike";
import { CaseCommands } from "./commands";
import { DeadlineDays } from "./deadline";
import { Exchanges } from "./exchanges";
import { Accesses, Timeline } from "./history";
import { useLive } from "./live";
import { NeedList } from "./needs";
import { Proposals } from "./proposals";
import { Opinions } from "./opinions";
import { ReferralList } from "./referrals";
import { Tasks } from "./tasks";
import { Thread } from "./thread";
import { Consents, Who } from "./who";

export function DossierPage({ caseId, me }: { caseId: string; me: Me }) {
  const reading = useRead(() => get<Dossier>(`/v1/cases/${caseId}/dossier`), caseId);
  useLive(caseId, reading.again);
  return <Wait reading={reading}>{(d) => <Parts dossier={d} me={me} again={reading.again} />}</Wait>;
}

export interface PartProps { dossier: Dossier; me: Me; again: () => Promise<void> }

function Parts(p: PartProps) {
  const { case: c, missing } = p.dossier;
  const may = (action: string) => c.allowedActions.includes(action);
  useTitle(`${c.company?.name || t("case.project")} · ${c.number}`);
  return (
    <article class="dossier">
      <Head case={c} ceased={p.dossier.company?.status === "COMPANY_STATUS_CEASED"} again={p.again} />
      {missing.length > 0 && <p class="notice bad">{t("dossier.missing", { parts: missing.map((m) => code("part", m.part)).join(", ") })}</p>}
      <Notices case={c} again={p.again} />
      <CaseCommands {...p} />
      <div class="columns work">
        <div>
          <NeedList {...p} />
          <ReferralList {...p} />
          {may("refer") && <Proposals {...p} />}
          <Tasks {...p} />
          <Appointments case={c} turn={p.dossier} />
          <Attachments case={c} turn={p.dossier} />
          <Thread {...p} />
          <Opinions {...p} />
          <Exchanges {...p} />
        </div>
        <div>
          <Who {...p} />
          <Consents {...p} />
          <Section title={t("timeline.title")}><Timeline dossier={p.dossier} /></Section>
          <DeadlineDays case={c} />
          <Accesses case={c} />
        </div>
      </div>
    </article>
  );
}

const follow = (c: Case, again: () => Promise<void>) => post(`/v1/cases/${c.caseId}:${c.followed ? "unfollow" : "follow"}`, {}).then(again);

function Head({ case: c, ceased, again }: { case: Case; ceased: boolean; again: () => Promise<void> }) {
  const names = useNames();
  const person = usePerson(c.assignedPersonId);
  return (
    <header class="head">
      <h1>{c.company?.name || t("case.project")} <span class="number">{c.number || t("case.draft")}</span></h1>
      <p class="line">
        <Status status={c.status} label={c.statusLabel} />
        {ceased && <span class="tag bad">{t("company.ceased")}</span>}
        {/HIGH|CRITICAL/.test(c.urgency) && <span class="tag bad">{code("urgency", c.urgency.replace("URGENCY_", ""))}</span>}
        {c.dueDate && <span>{c.firstAnswerTime ? t("case.answered", { day: instant(c.firstAnswerTime) }) : t("case.due")} <Due day={c.dueDate} kept={Boolean(c.firstAnswerTime || c.closedTime)} /></span>}
        <span>{t("case.lead", { body: names.body(c.leadBodyId) })}{person ? ` · ${person}` : c.closedTime ? "" : ` · ${t("case.nobody")}`}</span>
        {c.responsibility && <span>{t("case.move", { body: names.short(c.responsibleBodyId), reason: c.responsibility.reasonLabel })}</span>}
        {c.followers && <button type="button" class="link" onClick={() => void follow(c, again).catch(tell)}>{t(c.followed ? "unfollow" : "follow")}</button>}
        <span class="hint">{t("case.received", { day: instant(c.receivedTime), origin: code("origin", c.origin.replace("CASE_ORIGIN_", "")).toLowerCase() })}</span>
      </p>
    </header>
  );
}

// Notices are what changes how the case is read.
function Notices({ case: c, again }: { case: Case; again: () => Promise<void> }) {
  return (
    <>
      {c.status === "CASE_STATUS_AWAITING_INFO" && <p class="notice waits">{t("case.paused", { day: instant(c.statusTime) })} {reason(c)}</p>}
      {c.closedTime && <p class="notice">{[c.outcomeNote, c.orientation && t("case.orientation", { where: c.orientation }), reason(c)].filter(Boolean).join(" ") || t("case.closed", { day: instant(c.closedTime) })}</p>}
      <RerouteOffer offer={c.rerouteOffered} case={c} again={again} />
      <Alike case={c} again={again} />
      {c.linkedCases.length > 0 && <p class="notice">{t("case.linked")} {c.linkedCases.map((l) => <a key={l.caseId} href={href(`dossier/${l.caseId}`)}>{l.number}</a>)}</p>}
      {c.recentContacts.length > 0 && <ul class="notice plain">{c.recentContacts.map((r) => <li key={r.bodyId}>{r.sentence}</li>)}</ul>}
      {c.duplicateOfCaseId && <p class="notice"><a href={href(`dossier/${c.duplicateOfCaseId}`)}>{t("case.duplicate")}</a></p>}
    </>
  );
}

const reason = (c: Case) => because(code("reason", c.reason.replace("CASE_REASON_", "")).replace(/^UNSPECIFIED$/, ""), c.reasonNote);
