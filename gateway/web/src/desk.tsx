// The morning: what waits, the most urgent first.
import { useEffect } from "preact/hooks";
import { useTitle } from "./app";
import { get } from "./api";
import { capital, instant, longDay } from "./dates";
import { AppointmentRow } from "./desks/appointments";
import type { Appointment } from "./desks/types";
import { moves } from "./dossier/tasks";
import { firmName } from "./land/company";
import { useNames, usePerson } from "./names";
import { Commands } from "./parts/commands";
import { Due, Section, Status, Wait } from "./parts/page";
import { useRead } from "./read";
import { href } from "./route";
import type { LandOption, OptionsOfDesk } from "./land/types";
import type { Case, Count, Me, Message, Referral, Task } from "./types";
import { t, type Word } from "./words";

interface MessagesOfDesk { count: Count; messages: Message[] }
interface CasesOfDesk { count: Count; cases: Case[] }
interface DeskAnswer {
  todayDate: string; overdue: CasesOfDesk; dueToday: CasesOfDesk; unassigned: CasesOfDesk; awaitingInfo: CasesOfDesk; nextMove: CasesOfDesk;
  myTasks: { count: Count; tasks: Task[] }; mentions: MessagesOfDesk; unread: MessagesOfDesk;
  endingOptions?: OptionsOfDesk; appointmentsToday: { count: Count; appointments: Appointment[] };
  referralsToAnswer: { count: Count; referrals: Referral[] }; missing: { part: string }[];
}

// beat is how often the desk looks again while it is open.
const beat = 60_000;

export const counted = (c: Count) => (c.more ? `${c.count}+` : String(c.count));

export function Desk({ me }: { me: Me }) {
  useTitle(t("nav.desk"));
  const reading = useRead(() => get<DeskAnswer>("/v1/desk"), "desk");
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) void reading.again(); }, beat);
    return () => clearInterval(timer);
  }, [reading.again]);
  return <Wait reading={reading}>{(d) => (
    <>
      <h1>{t("desk.hello", { name: me.name.split(" ")[0] ?? "" })}</h1>
      <p class="lead">{capital(longDay(d.todayDate))}. {quiet(d) ? t("desk.quiet") : t("desk.busy")}</p>
      <div class="columns">
        <div>
          <Waiting title="desk.referrals" none="desk.referrals.none" count={d.referralsToAnswer.count} more={href("relations", { vue: "a-repondre" })}>
            {d.referralsToAnswer.referrals.map((r) => <ReferralRow key={r.referralId} referral={r} />)}
          </Waiting>
          <CaseSection title="desk.move" section={d.nextMove} view="a-nous" />
          <CaseSection title="desk.overdue" section={d.overdue} view="retard" />
          <CaseSection title="desk.today" section={d.dueToday} view="organisme" />
        </div>
        <div>
          <Waiting title="desk.appointments" none="desk.appointments.none" count={d.appointmentsToday.count} more={href("permanences")}>{d.appointmentsToday.appointments.map((a) => <AppointmentRow key={a.appointmentId} appointment={a} again={reading.again} link />)}</Waiting>
          <Waiting title="desk.mentions" none="desk.mentions.none" count={d.mentions.count} more="">{d.mentions.messages.map((m) => <MessageRow key={m.messageId} message={m} />)}</Waiting>
          <Waiting title="desk.tasks" none="desk.tasks.none" count={d.myTasks.count} more="">{d.myTasks.tasks.map((x) => <TaskRow key={x.taskId} task={x} again={reading.again} />)}</Waiting>
          <Waiting title="desk.unread" none="desk.unread.none" count={d.unread.count} more="">{d.unread.messages.map((m) => <MessageRow key={m.messageId} message={m} />)}</Waiting>
          {d.endingOptions?.options.length ? <Section title={t("desk.options")} count={counted(d.endingOptions.count)} aside={<a href={href("foncier")}>{t("desk.all")}</a>}>
            <ul class="rows">{d.endingOptions.options.map((o) => <OptionLine key={o.optionId} option={o} />)}</ul>
          </Section> : null}
          <CaseSection title="desk.unassigned" section={d.unassigned} view="non-attribues" />
          <CaseSection title="desk.awaiting" section={d.awaitingInfo} view="attente" />
        </div>
      </div>
    </>
  )}</Wait>;
}

const quiet = (d: DeskAnswer) => [d.overdue, d.dueToday, d.unassigned, d.nextMove, d.referralsToAnswer, d.mentions, d.myTasks, d.unread].every((s) => s.count.count === 0);

function Waiting(p: { title: Word; none: Word; count: Count; more: string; children: preact.ComponentChild[] }) {
  return (
    <Section class={p.children.length ? "" : "empty"} title={t(p.title)} count={counted(p.count)} aside={p.more && p.count.count > p.children.length ? <a href={p.more}>{t("desk.all")}</a> : null}>
      {p.children.length ? <ul class="rows">{p.children}</ul> : <p class="hint">{t(p.none)}</p>}
    </Section>
  );
}

const CaseSection = (p: { title: Word; section: CasesOfDesk; view: string }) => (
  <Waiting title={p.title} none={`${p.title}.none` as Word} count={p.section.count} more={href("dossiers", { vue: p.view })}>
    {p.section.cases.map((c) => <CaseRow key={c.caseId} case={c} />)}
  </Waiting>
);

function CaseRow({ case: c }: { case: Case }) {
  const names = useNames();
  const person = usePerson(c.assignedPersonId);
  return (
    <li class="row">
      <span class="what"><a href={href(`dossier/${c.caseId}`)}>{c.company?.name || t("case.project")}</a> <span class="number">{c.number}</span></span>
      <span class="end"><Due day={c.dueDate} kept={Boolean(c.firstAnswerTime)} /></span>
      <span class="hint whole"><Status status={c.status} label={c.statusLabel} /> {/HIGH|CRITICAL/.test(c.urgency) && <span class="tag bad">{t("case.urgent")}</span>}{" "}
        {[[...new Set(c.needs.map((n) => names.subject(n.subjectCode)))].join(", "), c.responsibility?.reasonLabel, person].filter(Boolean).join(" · ")}</span>
    </li>
  );
}

const OptionLine = ({ option: o }: { option: LandOption }) => (
  <li class="row">
    <span class="what"><a href={o.caseId && o.landRequestId ? href(`dossier/${o.caseId}/foncier/${o.landRequestId}`) : href("foncier")}>{o.asset?.name ?? o.assetId}</a></span>
    <span class="end"><Due day={o.endDate} /></span>
    <span class="hint whole">{firmName(o.company)}</span>
  </li>
);

function TaskRow({ task: x, again }: { task: Task; again: () => Promise<unknown> }) {
  return (
    <li class="row">
      <span class="what">{x.caseId ? <a href={href(`dossier/${x.caseId}`)}>{x.title}</a> : x.title}</span>
      <span class="end"><Due day={x.dueDate} /></span>
      <div class="whole"><Commands inner quiet label={x.title} allowed={x.allowedActions} after={again} all={moves(x).slice(0, 2)} /></div>
    </li>
  );
}

function MessageRow({ message: m }: { message: Message }) {
  const names = useNames();
  const person = usePerson(m.fromCompany ? "" : m.authorPersonId);
  return (
    <li class="row">
      <span class="what"><a href={href(`dossier/${m.caseId}`)}>{m.fromCompany ? t("message.company") : [person, names.short(m.authorBodyId)].filter(Boolean).join(", ")}</a></span>
      <span class="end hint">{instant(m.createdTime)}</span>
      <span class="hint whole">{m.text.length > 160 ? `${m.text.slice(0, 160)}…` : m.text}</span>
    </li>
  );
}

function ReferralRow({ referral: r }: { referral: Referral }) {
  const names = useNames();
  return (
    <li class="row">
      <span class="what"><a href={href(`dossier/${r.caseId}`)}>{r.company?.name || t("case.project")}</a> <span class="number">{r.caseNumber}</span></span>
      <span class="end"><Due day={r.dueDate} /></span>
      <span class="hint whole">{r.subjectCodes.map(names.subject).join(", ")} · {t("referral.from", { body: names.short(r.senderBodyId) })}</span>
    </li>
  );
}
