// The desks of one's body and of those that it hosts: who comes today, who comes next, and the address for calendars.
import { useRef, useState } from "preact/hooks";
import { get, list, post } from "../api";
import { useTitle } from "../app";
import { dayOf, instantOf } from "../dates";
import { useNames } from "../names";
import { Commands } from "../parts/commands";
import { Export } from "../parts/export";
import { Section, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import { tell } from "../say";
import type { Me } from "../types";
import { t } from "../words";
import { AppointmentRow, type AppointmentPage } from "./appointments";
import { inWords } from "./permanence";
import { filled, PermanenceFields, rename } from "./permanence-fields";
import type { Appointment, Permanence } from "./types";

const midnight = (days: number) => instantOf(`${dayOf(new Date(Date.now() + days * 86_400_000).toISOString())}T00:00`);

export function DesksPage({ me }: { me: Me }) {
  useTitle(t("nav.desks"));
  const [next, setNext] = useState(false);
  const filter = `deskBodyId = "mine" AND startTime >= "${midnight(next ? 1 : 0)}"${next ? "" : ` AND startTime < "${midnight(1)}"`}`;
  const reading = useRead(() => get<AppointmentPage>(list("/v1/appointments", { filter, orderBy: "startTime", pageSize: 100 })), String(next));
  return (
    <>
      <div class="title"><h1>{t("nav.desks")}</h1><Export path="/v1/appointments" filter={filter} orderBy="startTime" /></div>
      <div class="filters"><div class="views" role="group" aria-label={t("filter.view")}>
        <button type="button" aria-pressed={!next} onClick={() => setNext(false)}>{t("desks.today")}</button>
        <button type="button" aria-pressed={next} onClick={() => setNext(true)}>{t("desks.next")}</button>
      </div></div>
      <Section title={t(next ? "desks.next" : "desks.today")} count={String(reading.value?.appointments.length ?? 0)}>
        <Wait reading={reading}>{({ appointments }) => (appointments.length ? (
          <>
            <Counts all={appointments} />
            <ul class="rows">{appointments.map((a) => <AppointmentRow key={a.appointmentId} appointment={a} again={reading.again} link />)}</ul>
          </>
        ) : <p class="hint">{t(next ? "desks.next.none" : "desks.today.none")}</p>)}</Wait>
      </Section>
      <Ours me={me} />
    </>
  );
}

// Counts say how the day goes: who is still to come, who came, and who did not.
const Counts = ({ all }: { all: Appointment[] }) => (
  <p class="line">{(["BOOKED", "DONE", "NO_SHOW"] as const).map((s) => (
    <span key={s}>{t(`desks.count.${s}`, { n: all.filter((a) => a.status === `APPOINTMENT_STATUS_${s}`).length })}</span>
  ))}</p>
);

function Ours({ me }: { me: Me }) {
  const names = useNames();
  const requestId = useRef("");
  requestId.current ||= crypto.randomUUID();
  const reading = useRead(() => get<{ permanences: Permanence[] }>(list("/v1/permanences", { filter: `deskBodyId = "mine" AND status = "PERMANENCE_STATUS_OPEN"`, pageSize: 100 })), "ours");
  return (
    <Section title={t("desks.ours")} count={String(reading.value?.permanences.length ?? 0)} aside={me.bodyId && <Calendar of={{ bodyId: me.bodyId }} name={names.short(me.bodyId)} />}>
      <Wait reading={reading}>{({ permanences }) => (permanences.length ? (
        <ul class="rows">{permanences.map((p) => (
          <li class="row" key={p.permanenceId}>
            <span class="what"><a href={href(`permanences/${p.permanenceId}`)}>{p.title}</a></span>
            <span class="hint">{[names.body(p.bodyId), p.recurrence && inWords(p.recurrence), p.place, p.room, p.subjectCodes.map(names.subject).join(", ")].filter(Boolean).join(" · ")}</span>
            <span class="end"><Calendar of={{ permanenceId: p.permanenceId }} name={p.title} /></span>
          </li>
        ))}</ul>
      ) : <p class="hint">{t("desks.ours.none")}</p>)}</Wait>
      {me.bodyId && <Commands inner label={t("perm.new")} allowed={["create"]} after={reading.again} all={[{
        action: "create", label: t("perm.new"), confirm: t("perm.create"), done: t("perm.created"), rename, form: () => <PermanenceFields me={me} />,
        send: async (body) => {
          await post("/v1/permanences", { ...filled(body), clientRequestId: requestId.current });
          requestId.current = crypto.randomUUID();
        },
      }]} />}
    </Section>
  );
}

// Calendar makes the secret address that calendar programs subscribe to; it is shown this once.
function Calendar({ of, name }: { of: Record<string, string>; name: string }) {
  const [url, setUrl] = useState("");
  const make = () => post<{ url: string }>("/v1/calendar-feeds", of).then((feed) => setUrl(feed.url)).catch(tell);
  if (url) return <label class="inline">{t("desks.calendar.url")} <input readOnly value={url} onFocus={(e) => e.currentTarget.select()} /></label>;
  return <button type="button" class="link" aria-label={t("desks.calendar.of", { name })} onClick={() => void make()}>{t("desks.calendar")}</button>;
}
