// A company's own request, on a phone: the steps in plain words, who has it, what is expected of it.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { get, post } from "../api";
import { useTitle } from "../app";
import { instant, longDay } from "../dates";
import { AccessList } from "../dossier/history";
import { prefixed, ReasonNote } from "../dossier/commands";
import { useLive } from "../dossier/live";
import { NeedList } from "../dossier/needs";
import { TaskRows } from "../dossier/tasks";
import { Messages } from "../dossier/thread";
import { ConsentList } from "../dossier/who";
import { Appointments } from "../desks/appointments";
import { Attachments } from "../files/attachments";
import { useNames } from "../names";
import { Commands } from "../parts/commands";
import { Choice, Text } from "../parts/field";
import { Form } from "../parts/form";
import { Fold, Section, Status, Wait } from "../parts/page";
import type { Json } from "../parts/read-form";
import { useRead } from "../read";
import { href } from "../route";
import { say } from "../say";
import type { Case, Dossier, Me } from "../types";
import { t } from "../words";
import { Survey } from "./survey";

interface Props { dossier: Dossier; me: Me; again: () => Promise<void> }

export function CompanyCase({ caseId, me }: { caseId: string; me: Me }) {
  const reading = useRead(() => get<Dossier>(`/v1/cases/${caseId}/dossier`), caseId);
  useLive(caseId, reading.again);
  return <Wait reading={reading}>{(d) => <Own dossier={d} me={me} again={reading.again} />}</Wait>;
}

function Own(p: Props) {
  const c = p.dossier.case;
  const may = (action: string) => c.allowedActions.includes(action);
  useTitle(c.number);
  return (
    <article class="own">
      <header class="head"><h1>{t("own.title", { number: c.number })}</h1><p class="line"><Status status={c.status} label={c.statusLabel} /></p></header>
      {may("provideInfo") && <Asked {...p} />}
      <Steps case={c} />
      <Survey case={c} again={p.again} />
      <Section title={t("own.who")}><Bodies {...p} /></Section>
      <NeedList dossier={p.dossier} plain />
      {p.dossier.tasks.length > 0 && <Section title={t("tasks.title")} count={String(p.dossier.tasks.length)}><TaskRows tasks={p.dossier.tasks} again={p.again} /></Section>}
      <Appointments case={c} turn={p.dossier} />
      <Attachments case={c} company turn={p.dossier} />
      <Section title={t("own.messages")}><Write {...p} /><Messages first={p.dossier.messages} next={p.dossier.messagesNextPageToken} caseId={c.caseId} again={p.again} /></Section>
      <Section title={t("own.consents")}><p class="hint">{t("own.consents.hint")}</p><ConsentList case={c} may={may("setConsents")} again={p.again} channel="CHANNEL_WEB" /></Section>
      <Fold class="section" title={<h2>{t("own.accesses")}</h2>}><AccessList caseId={c.caseId} /></Fold>
      <p class="buttons"><a class="button second" href={href(`recu/${c.caseId}`)}>{t("own.receipt")}</a></p>
      <Commands label={t("do.label")} allowed={c.allowedActions} after={p.again} all={[
        { action: "reopen", label: t("own.reopen"), send: (body) => post(`/v1/cases/${c.caseId}:reopen`, body, c.etag), form: () => <Why values={["NEW_ELEMENT", "CLOSED_BY_MISTAKE", "HELP_NOT_ENOUGH", "OTHER"]} /> },
        { action: "withdraw", label: t("own.withdraw"), grave: true, send: (body) => post(`/v1/cases/${c.caseId}:withdraw`, body, c.etag), form: () => <Why values={["PROJECT_DROPPED", "SOLVED_ELSEWHERE", "NO_LONGER_WANTED", "OTHER"]} /> },
      ]} />
    </article>
  );
}

const Why = ({ values }: { values: string[] }) => <>
  <Choice name="reason" label={t("reason.why")} required blank={t("choose")} options={prefixed("reason", "CASE_REASON_", values)} /><ReasonNote /></>;

// Asked is what the bodies wait for, and the answer.
function Asked({ dossier, again }: Props) {
  const c = dossier.case;
  async function send(body: Json) {
    await post(`/v1/cases/${c.caseId}:provideInfo`, body, c.etag);
    say(t("own.answered"), false, true);
    await again();
  }
  return (
    <Section title={t("own.asked")} class="notice waits">
      <p class="letter">{c.reasonNote || t("own.asked.unknown")}</p>
      <Form label={t("own.answer")} send={send}><Text name="note" label={t("own.answer.text")} required rows={4} /></Form>
    </Section>
  );
}

interface Step { done: boolean; now: boolean; text: ComponentChildren }

// Steps are where the request stands, without a word of the trade.
function Steps({ case: c }: { case: Case }) {
  const names = useNames();
  const asked = c.referrals.filter((r) => !/CANCELLED/.test(r.status));
  const read = Boolean(c.qualifiedTime || asked.length || c.firstAnswerTime || c.closedTime);
  const answered = Boolean(c.firstAnswerTime);
  const done = Boolean(c.closedTime);
  const steps: Step[] = [
    { done: true, now: false, text: t("step.received", { day: instant(c.receivedTime) }) },
    { done: read, now: !read, text: read ? t("step.read", { body: names.body(c.leadBodyId) }) : t("step.read.next", { body: names.body(c.leadBodyId) }) },
    { done: answered || done, now: read && !answered && !done, text: answered ? t("step.answered", { day: instant(c.firstAnswerTime) }) : t("step.answered.next", { day: longDay(c.dueDate) }) },
    { done, now: answered && !done, text: done ? t("step.closed", { status: c.statusLabel.toLowerCase(), day: instant(c.closedTime) }) : t("step.closed.next") },
  ];
  return (
    <Section title={t("step.title")}>
      <ol class="steps">{steps.map((s, i) => (
        <li key={i} class={s.done ? "done" : s.now ? "now" : ""} aria-current={s.now ? "step" : undefined}>{s.text}<span class="unseen"> {s.done ? t("step.done") : ""}</span></li>
      ))}</ol>
      {c.outcomeNote && <p class="quote">{c.outcomeNote}</p>}
      {c.orientation && <p>{t("case.orientation", { where: c.orientation })}</p>}
    </Section>
  );
}

function Bodies({ dossier }: Props) {
  const names = useNames();
  const c = dossier.case;
  return (
    <ul class="rows">
      <li class="row"><span class="what">{names.body(c.leadBodyId)}</span><span class="hint">{t("own.lead")}</span></li>
      {c.referrals.filter((r) => r.bodyId !== c.leadBodyId).map((r) => <li class="row" key={r.referralId}><span class="what">{names.body(r.bodyId)}</span><span class="end"><Status status={r.status} label={r.statusLabel} /></span></li>)}
    </ul>
  );
}

function Write({ dossier, again }: Props) {
  const c = dossier.case;
  const [turn, setTurn] = useState(0);
  const requestId = useRef("");
  requestId.current ||= crypto.randomUUID();
  if (c.status === "CASE_STATUS_ARCHIVED") return null;
  async function send(body: Json) {
    await post(`/v1/cases/${c.caseId}/messages`, { ...body, visibility: "MESSAGE_VISIBILITY_COMPANY", clientRequestId: requestId.current });
    requestId.current = "";
    say(t("message.sent"));
    setTurn(turn + 1);
    await again();
  }
  return <Form key={turn} class="compose" label={t("message.send")} send={send}><Text name="text" label={t("own.message")} hint={t("own.message.hint")} rows={2} /></Form>;
}
