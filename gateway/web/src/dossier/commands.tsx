// What an advisor does with the case as a whole. The server says which moves are legal; the forms only ask what each needs.
import { useState } from "preact/hooks";
import { get, patch, post } from "../api";
import { bodies, useNames, useOnce } from "../names";
import { Combo, type Found } from "../parts/combo";
import { Commands, type Command } from "../parts/commands";
import { Choice, Line, Text, Tick } from "../parts/field";
import type { Json } from "../parts/read-form";
import type { Case, Dossier } from "../types";
import { choices, t } from "../words";
import { Colleagues } from "./people";
import type { PartProps } from "./page";

export const prefixed = (kind: string, prefix: string, only?: string[]) =>
  choices(kind).filter((o) => !only || only.includes(o.value)).map((o) => ({ ...o, value: prefix + o.value }));

export const ReasonNote = ({ name = "reasonNote", label = t("note.reason"), hint = "" }) => <Text name={name} label={label} hint={hint} rows={2} max={2000} />;

export function CaseCommands({ dossier, me, again }: PartProps) {
  const c = dossier.case;
  const to = (verb: string) => (body: Json) => post(`/v1/cases/${c.caseId}:${verb}`, body, c.etag);
  const reasons = (...values: string[]) => <Choice name="reason" label={t("reason.why")} required blank={t("choose")} options={prefixed("reason", "CASE_REASON_", [...values, "OTHER"])} />;
  const all: Command[] = [
    { action: "submit", label: t("do.submit"), send: to("submit"), first: true },
    { action: "provideInfo", label: t("do.provideInfo"), first: true, send: to("provideInfo"), form: () => <Text name="note" label={t("info.answer")} hint={t("info.answer.hint")} /> },
    { action: "qualify", label: t("do.qualify"), send: to("qualify"), first: true },
    ...(c.assignedPersonId === me.personId ? [] : [{ action: "assign", label: t("do.take"), send: () => to("assign")({ personId: "me" }) }]),
    { action: "takeCharge", label: t("do.takeCharge"), send: to("takeCharge"), form: () => <TakeCharge case={c} />, confirm: t("do.takeCharge.confirm") },
    { action: "close", label: t("do.close"), send: to("close"), first: allDone(dossier), form: () => <Ending dossier={dossier} /> },
    { action: "requestInfo", label: t("do.requestInfo"), send: to("requestInfo"), form: () => <>
      {reasons("DOCUMENT_MISSING", "NEED_UNCLEAR", "IDENTITY_UNCLEAR")}
      <ReasonNote label={t("info.asked")} hint={t("info.asked.hint")} /></> },
    { action: "assign", label: t("do.assign"), send: to("assign"), form: () => <Assign me={me} /> },
    { action: "reopen", label: t("do.reopen"), send: to("reopen"), form: () => <>{reasons("NEW_ELEMENT", "CLOSED_BY_MISTAKE", "HELP_NOT_ENOUGH")}<ReasonNote /></> },
    { action: "withdraw", label: t("do.withdraw"), grave: true, send: to("withdraw"), form: () => <>
      {reasons("PROJECT_DROPPED", "SOLVED_ELSEWHERE", "NO_LONGER_WANTED")}<ReasonNote /></> },
    { action: "declareInadmissible", label: t("do.inadmissible"), grave: true, send: to("declareInadmissible"), form: () => <>
      {reasons("OUT_OF_TERRITORY", "OUT_OF_SCOPE", "NOT_A_COMPANY", "UNWANTED")}
      <Line name="orientation" label={t("close.orientation")} required max={2000} /><ReasonNote /></> },
    { action: "markDuplicate", label: t("do.duplicate"), grave: true, send: to("markDuplicate"), form: () =>
      <Combo name="duplicateOfCaseId" label={t("duplicate.of")} hint={t("duplicate.hint")} find={findCases} required /> },
    { action: "update", label: t("do.change"), confirm: t("save"), form: () => <Change case={c} />, send: (body) => patch(`/v1/cases/${c.caseId}`, body, c.etag) },
    { action: "archive", label: t("do.archive"), grave: true, send: to("archive"), form: () => <p class="hint">{t("archive.hint")}</p> },
  ];
  const asked = dossier.referrals.some((r) => r.bodyId === me.bodyId && r.allowedActions.includes("accept")); // its answer is below
  return <Commands all={all.filter((x) => !(asked && x.action === "takeCharge"))} allowed={c.allowedActions} after={again} label={t("do.label")} />;
}

// allDone says that nothing is left but to close.
const allDone = (d: Dossier) => d.referrals.length > 0 && d.case.openParts.length === 0;

// StillOpen names what keeps the case from being closed.
function StillOpen({ dossier }: { dossier: Dossier }) {
  const names = useNames();
  const parts = dossier.case.openParts;
  const label = (p: Case["openParts"][number]) => {
    const r = dossier.referrals.find((x) => x.referralId === p.partId);
    return r ? `${names.body(r.bodyId)} (${r.statusLabel.toLowerCase()})` : p.label;
  };
  if (!parts.length) return null;
  return (
    <div class="notice waits">
      <p>{t("close.open")}</p>
      <ul>{parts.map((p) => <li key={p.partId}>{label(p)}</li>)}</ul>
    </div>
  );
}

const outcomes = () => prefixed("outcome", "CASE_OUTCOME_");

export function Ending({ dossier }: { dossier: Dossier }) {
  const proposed = dossier.case.proposedOutcome === "CASE_OUTCOME_UNSPECIFIED" ? "CASE_OUTCOME_HELPED" : dossier.case.proposedOutcome;
  const [outcome, setOutcome] = useState(proposed);
  return (
    <>
      <StillOpen dossier={dossier} />
      <Choice name="outcome" label={t("close.outcome")} required options={outcomes()} value={outcome} onChange={setOutcome} />
      <OutcomeFields outcome={outcome} case={dossier.case} />
    </>
  );
}

function TakeCharge({ case: c }: { case: Case }) {
  const [outcome, setOutcome] = useState("");
  return (
    <>
      <p class="hint">{t("takeCharge.hint")}</p>
      <Choice name="outcome" label={t("takeCharge.outcome")} options={outcomes()} blank={t("takeCharge.later")} onChange={setOutcome} />
      {outcome && <OutcomeFields outcome={outcome} case={c} />}
    </>
  );
}

// OutcomeFields are what each way to end needs.
function OutcomeFields({ outcome, case: c }: { outcome: string; case: Case }) {
  const known = c.contactAttempts.length;
  return (
    <>
      <Text name="outcomeNote" label={t("close.note")} rows={2} />
      {outcome === "CASE_OUTCOME_NO_SOLUTION" && <><Line name="orientation" label={t("close.orientation")} max={2000} /><Tick name="noneExists" label={t("close.none")} /></>}
      {outcome === "CASE_OUTCOME_UNREACHABLE" && (
        <>
          <p class="hint">{t("close.attempts", { n: known })}</p>
          {[0, 1].slice(0, Math.max(1, 2 - known)).map((i) => (
            <div class="grid" key={i}>
              <Line name={`contactAttempts[${i}].time`} label={t("close.attempt", { n: i + 1 + known })} kind="instant" type="datetime-local" />
              <Choice name={`contactAttempts[${i}].channel`} label={t("close.channel")} options={prefixed("channel", "CHANNEL_").slice(0, 4)} value="CHANNEL_PHONE" />
            </div>
          ))}
        </>
      )}
    </>
  );
}

// Change corrects what was entered.
const Change = ({ case: c }: { case: Case }) => (
  <>
    <Text name="description" label={t("counter.situation")} rows={3} value={c.description} />
    <div class="grid">
      <Choice name="urgency" label={t("counter.urgency")} value={c.urgency} options={prefixed("urgency", "URGENCY_")} />
      <Line name="contact.name" label={t("contact.name")} value={c.contact?.name} />
      <Line name="contact.phone" label={t("contact.phone")} type="tel" value={c.contact?.phone} />
      <Line name="contact.email" label={t("contact.email")} type="email" value={c.contact?.email} />
      <Line name="contact.role" label={t("contact.role")} value={c.contact?.role} />
    </div>
  </>
);

function Assign({ me }: { me: PartProps["me"] }) {
  const partners = useOnce(bodies, []);
  const [body, setBody] = useState("");
  return (
    <div class="grid">
      <Choice name="bodyId" label={t("assign.body")} blank={t("assign.mine")} onChange={setBody}
        options={partners.filter((b) => b.partnerBodyId !== me.bodyId).map((b) => ({ value: b.partnerBodyId, label: b.name }))} />
      <Colleagues name="personId" label={t("assign.person")} bodyId={body || me.bodyId} blank={t("assign.anybody")} />
    </div>
  );
}

// findCases looks for another case, by the name of the company or by number.
const findCases = async (words: string): Promise<Found[]> => {
  const { results } = await get<{ results: { id: string; title: string; subtitle: string; statusLabel: string }[] }>(
    `/v1/search?kinds=SEARCH_KIND_CASE&pageSize=8&q=${encodeURIComponent(words)}`);
  return results.map((r) => ({ value: r.id, label: `${r.subtitle} ${r.title}`, hint: r.statusLabel }));
};
