// The bodies of the case: what each was asked, what it answered, and the answer of one's own.
import { useState } from "preact/hooks";
import { post } from "../api";
import { instant } from "../dates";
import { bodies, useNames, useOnce, usePerson } from "../names";
import { Commands, type Command } from "../parts/commands";
import { Choice, Text } from "../parts/field";
import { Due, Fold, Section, Status } from "../parts/page";
import type { Json } from "../parts/read-form";
import type { Referral } from "../types";
import { code, t } from "../words";
import { Algorithm, RerouteOffer } from "./algorithm";
import { prefixed, ReasonNote } from "./commands";
import { Colleagues } from "./people";
import type { PartProps } from "./page";

export function ReferralList(p: PartProps) {
  const all = [...p.dossier.referrals].sort((a, b) => Number(b.bodyId === p.me.bodyId) - Number(a.bodyId === p.me.bodyId));
  return (
    <Section title={t("referrals.title")} count={String(all.length)}>
      {all.length === 0 ? <p class="hint">{t("referrals.none")}</p> : <ul class="cards">{all.map((r) => <ReferralCard key={r.referralId} {...p} referral={r} />)}</ul>}
    </Section>
  );
}

function ReferralCard({ referral: r, me, again, dossier }: PartProps & { referral: Referral }) {
  const names = useNames();
  const person = usePerson(r.assignedPersonId);
  return (
    <li class={r.bodyId === me.bodyId ? "own" : ""}>
      <p class="line"><strong>{names.body(r.bodyId)}</strong> <Status status={r.status} label={r.statusLabel} />
        {r.status === "REFERRAL_STATUS_SENT" && <Due day={r.dueDate} />}{person && <span>{person}</span>}</p>
      <p class="hint">{[t("referral.sent", { body: names.short(r.senderBodyId), day: instant(r.sentTime) }), r.answeredTime && t("referral.answered", { day: instant(r.answeredTime) })].filter(Boolean).join(" · ")}</p>
      {r.note && <p class="quote">{r.note}</p>}
      {r.sentence && <Fold title={t("referral.why")}><p>{r.sentence}</p><Algorithm notice={r.algorithmNotice} /></Fold>}
      <RerouteOffer offer={r.rerouteOffered} case={dossier.case} replaces={r.referralId} needIds={r.needIds} again={again} />
      <Ended referral={r} />
      <Commands inner all={answers(r, me.bodyId)} allowed={r.allowedActions} after={again} label={t("referral.do", { body: names.short(r.bodyId) })} />
    </li>
  );
}

function Ended({ referral: r }: { referral: Referral }) {
  const names = useNames();
  const told = [
    r.declineReason !== "DECLINE_REASON_UNSPECIFIED" && code("decline", r.declineReason.replace("DECLINE_REASON_", "")),
    r.reasonNote, r.outcomeNote, r.nextBodyId && t("referral.next", { body: names.body(r.nextBodyId) }), r.nobody && t("referral.nobody"),
  ].filter(Boolean);
  return told.length ? <p>{told.join(". ")}</p> : null;
}

function answers(r: Referral, own: string): Command[] {
  const to = (verb: string) => (body: Json) => post(`/v1/referrals/${r.referralId}:${verb}`, body, r.etag);
  return [
    { action: "accept", label: t("do.accept"), first: true, send: () => to("accept")({ assignedPersonId: "me" }) },
    { action: "decline", label: t("do.decline"), send: (body) => to("decline")(withNobody(body)), form: () => <Decline not={r.bodyId} /> },
    { action: "redirect", label: t("do.redirect"), send: to("redirect"), form: () => <>
      <BodyChoice name="nextBodyId" label={t("referral.to")} not={r.bodyId} /><Text name="note" label={t("referral.note")} rows={3} required /></> },
    { action: "close", label: t(r.bodyId === own ? "do.closeReferral" : "do.endReferral"), first: r.status === "REFERRAL_STATUS_ACCEPTED", send: to("close"), form: () => <>
      <Choice name="outcome" label={t("close.outcome")} options={prefixed("routcome", "REFERRAL_OUTCOME_")} /><Text name="outcomeNote" label={t("close.note")} rows={2} /></> },
    { action: "assign", label: t("do.assignReferral"), send: to("assign"), form: () => <Colleagues name="personId" label={t("assign.person")} bodyId={r.bodyId} blank={t("choose")} /> },
    { action: "cancel", label: t("do.cancel"), grave: true, send: to("cancel"), form: () => <>
      <Choice name="reason" label={t("reason.why")} options={prefixed("cancel", "CANCEL_REASON_")} /><ReasonNote /></> },
    { action: "reopen", label: t("do.reopenReferral"), send: to("reopen"), form: () => <>
      <Choice name="reason" label={t("reason.why")} options={prefixed("reopen", "REOPEN_REASON_")} /><ReasonNote /></> },
  ];
}

const withNobody = (body: Json): Json => (body.nextBodyId ? body : { ...body, nobody: true });

function Decline({ not }: { not: string }) {
  const [reason, setReason] = useState("");
  return (
    <>
      <Choice name="reason" label={t("reason.why")} required blank={t("choose")} options={prefixed("decline", "DECLINE_REASON_")} onChange={setReason} />
      <BodyChoice name="nextBodyId" label={t("decline.next")} hint={t("decline.next.hint")} not={not} blank={t("decline.nobody")} />
      <ReasonNote label={reason === "DECLINE_REASON_OTHER" ? t("note.needed") : t("note.reason")} />
    </>
  );
}

// BodyChoice are the bodies that can still be asked.
export function BodyChoice(p: { name: string; label: string; hint?: string; not?: string; blank?: string }) {
  const partners = useOnce(bodies, []);
  return <Choice name={p.name} label={p.label} hint={p.hint} blank={p.blank ?? t("choose")}
    options={partners.filter((b) => b.partnerBodyId !== p.not && b.status !== "PARTNER_BODY_STATUS_LEFT").map((b) => ({ value: b.partnerBodyId, label: b.name }))} />;
}
