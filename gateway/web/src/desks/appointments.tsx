// Appointments: those of a case, with what may be done with each; a new one is booked where they are listed.
import { useEffect, useRef } from "preact/hooks";
import { get, list, post, quoted } from "../api";
import { instant } from "../dates";
import { prefixed } from "../dossier/commands";
import { Commands, type Command } from "../parts/commands";
import { Choice, Text } from "../parts/field";
import { Section, Status, Wait } from "../parts/page";
import type { Json } from "../parts/read-form";
import { useRead } from "../read";
import { href } from "../route";
import type { Case } from "../types";
import { t } from "../words";
import { SlotFields } from "./slots";
import type { Appointment } from "./types";

export interface AppointmentPage { appointments: Appointment[] }

export function Appointments({ case: c, turn }: { case: Case; turn: unknown }) {
  const requestId = useRef("");
  requestId.current ||= crypto.randomUUID();
  const reading = useRead(() => get<AppointmentPage>(list("/v1/appointments", { filter: `caseId = ${quoted(c.caseId)}`, orderBy: "startTime", pageSize: 50 })), c.caseId);
  useEffect(() => { void reading.again(); }, [turn]);
  const book = async (body: Json) => {
    await post("/v1/appointments", { ...body, caseId: c.caseId, clientRequestId: requestId.current });
    requestId.current = "";
  };
  return (
    <Section title={t("meet.title")} count={String(reading.value?.appointments.length ?? 0)}>
      <Wait reading={reading}>{({ appointments }) => <ul class="rows">{appointments.map((a) => <AppointmentRow key={a.appointmentId} appointment={a} again={reading.again} />)}</ul>}</Wait>
      {!c.closedTime && <Commands inner label={t("meet.title")} allowed={["book"]} after={reading.again} all={[{
        action: "book", label: t("meet.book"), confirm: t("meet.book.confirm"), done: t("meet.booked"), send: book,
        form: () => <><SlotFields subjects={c.needs.map((n) => n.subjectCode)} /><Text name="note" label={t("meet.note")} rows={2} max={2000} /></>,
      }]} />}
    </Section>
  );
}

export function AppointmentRow({ appointment: a, again, link }: { appointment: Appointment; again: () => Promise<unknown>; link?: boolean }) {
  const who = a.company?.name || t("case.project");
  return (
    <li class="row">
      <span class="what"><time dateTime={a.startTime}>{instant(a.startTime)}</time> · {link ? a.caseId ? <a href={href(`dossier/${a.caseId}`)}>{who}</a> : who : a.title}</span>
      <span class="hint">{[link && a.title, a.place, a.room, a.note, a.reasonLabel, a.reasonNote].filter(Boolean).join(" · ")}</span>
      <Status status={a.status} label={a.statusLabel} />
      <div class="whole">
        {link && <Commands inner label={t("meet.who", { who })} allowed={a.allowedActions} after={again} all={outcomes(a)} />}
        <Commands inner quiet label={instant(a.startTime)} allowed={a.allowedActions} after={again} all={link ? changes(a) : [...outcomes(a), ...changes(a)]} />
      </div>
    </li>
  );
}

const sent = (a: Appointment, verb: string) => (body: Json) => post(`/v1/appointments/${a.appointmentId}:${verb}`, body, a.etag);

// outcomes are said with one click, at the desk.
const outcomes = (a: Appointment): Command[] => [
  { action: "complete", label: t("meet.complete"), send: sent(a, "complete") },
  { action: "markNoShow", label: t("meet.noshow"), send: sent(a, "markNoShow") },
];

function changes(a: Appointment): Command[] {
  const to = (verb: string) => sent(a, verb);
  return [
    { action: "move", label: t("meet.move"), confirm: t("meet.move.confirm"), send: to("move"), form: () => <SlotFields fixed={a.permanenceId} /> },
    { action: "excuse", label: t("meet.excuse"), send: to("excuse"), form: () => <Text name="reasonNote" label={t("note.reason")} rows={2} max={500} /> },
    { action: "revoke", label: t("meet.revoke"), send: to("revoke"), form: () => <>
      <Choice name="reason" label={t("reason.why")} required blank={t("choose")} options={prefixed("revoke", "APPOINTMENT_REASON_")} />
      <Text name="reasonNote" label={t("note.reason")} rows={2} max={500} /></> },
  ];
}
