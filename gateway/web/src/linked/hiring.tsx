// A recruitment: what is wanted, until the people are hired.
import { get, patch, post } from "../api";
import { HiringFields } from "../counter/details";
import { shortDay } from "../dates";
import { prefixed, ReasonNote } from "../dossier/commands";
import { HiringFacts } from "../dossier/needs";
import { firmName } from "../land/company";
import { Commands, type Command } from "../parts/commands";
import { Choice, Line } from "../parts/field";
import { Facts, Section, Status, Wait } from "../parts/page";
import type { Json } from "../parts/read-form";
import { useRead } from "../read";
import { href } from "../route";
import type { RecruitmentNeed } from "../types";
import { t } from "../words";
import { useFollowed } from "./page";

export function HiringPage({ id, caseId }: { id: string; caseId: string }) {
  const reading = useRead(() => get<RecruitmentNeed>(`/v1/recruitment-needs/${id}`), id);
  useFollowed(caseId, reading.again);
  return <Wait reading={reading}>{(r) => (
    <>
      <header class="head"><h1>{t("linked.recrutement")} <span class="number">{r.caseLink?.caseNumber}</span></h1>
        <p class="line"><Status status={r.status} label={r.statusLabel} />{firmName(r.company)} {r.need?.title} {r.reasonNote}
          {r.landRequestId && <a href={href(`dossier/${caseId}/foncier/${r.landRequestId}`)}>{t("needs.promised", { n: r.need?.positionCount || 1 })}</a>}</p></header>
      <Commands all={commands(r)} allowed={[...r.allowedActions, "change"]} after={reading.again} label={t("do.label")} />
      <Section title={t("hiring.wanted")}>{r.need && <HiringFacts need={r.need} />}
        <Facts all={[[t("hiring.hired"), `${r.hiredCount} / ${r.need?.positionCount || 1}`], [t("hiring.applications"), r.applicationCount || ""], [t("hiring.expiry"), r.expiryDate && shortDay(r.expiryDate)]]} />
      </Section>
      {r.hires.length > 0 && <Section title={t("hiring.hires")} count={String(r.hires.length)}>
        <ul class="rows small">{r.hires.map((h) => <li class="row" key={h.hireDate}><span class="what">{t("hiring.people", { n: h.count })}</span><span class="hint">{shortDay(h.hireDate)}</span></li>)}</ul>
      </Section>}
    </>
  )}</Wait>;
}

const over = /_(FILLED|CANCELLED|EXPIRED)$/;

function commands(r: RecruitmentNeed): Command[] {
  const to = (verb: string) => (body: Json) => post(`/v1/recruitment-needs/${r.recruitmentNeedId}:${verb}`, body, r.etag);
  const reason = (kind: string, prefix: string) => <><Choice name="reason" label={t("reason.why")} required blank={t("choose")} options={prefixed(kind, prefix)} /><ReasonNote /></>;
  const until = <Line name="expiryDate" label={t("hiring.expiry")} type="date" hint={t("hiring.expiry.hint")} />;
  const all: Command[] = [
    { action: "submit", label: t("hiring.submit"), first: true, send: to("submit") },
    { action: "qualify", label: t("hiring.qualify"), first: true, send: to("qualify") },
    { action: "publish", label: t("hiring.publish"), first: true, send: to("publish"), form: () => until },
    { action: "resume", label: t("hiring.resume"), first: true, send: to("resume"), form: () => until },
    { action: "recordHires", label: t("hiring.record"), send: to("recordHires"), form: () => (
      <div class="grid">
        <Line name="count" label={t("hiring.record.count")} kind="int" value="1" required />
        <Line name="hireDate" label={t("hiring.start")} type="date" />
        <Choice name="channel" label={t("hiring.channel")} options={prefixed("hire", "HIRE_CHANNEL_")} blank={t("choose")} />
      </div>) },
    { action: "suspend", label: t("hiring.suspend"), send: to("suspend"), form: () => reason("suspension", "SUSPENSION_REASON_") },
    { action: "reopen", label: t("do.reopen"), send: to("reopen"), form: () => <>{reason("reopening", "REOPENING_REASON_")}{until}</> },
    { action: "cancel", label: t("hiring.cancel"), grave: true, send: to("cancel"), form: () => reason("cancellation", "CANCELLATION_REASON_") },
  ];
  if (!over.test(r.status)) all.push({
    action: "change", label: t("hiring.change"), confirm: t("save"), form: () => <HiringFields name="need" value={r.need} />,
    send: (body) => patch(`/v1/recruitment-needs/${r.recruitmentNeedId}`, body, r.etag),
  });
  return all;
}
