// One permanence: when it is held, who came and who did not, its days to come, and what may be changed of them.
import { get, list, patch, post, quoted } from "../api";
import { useTitle } from "../app";
import { capital, fullDay, hour, longDay } from "../dates";
import { useNames } from "../names";
import { Commands, type Command } from "../parts/commands";
import { Export } from "../parts/export";
import { Choice, Line, Text } from "../parts/field";
import { Facts, Section, Status, Wait } from "../parts/page";
import type { Json } from "../parts/read-form";
import { useRead } from "../read";
import { href } from "../route";
import type { Me } from "../types";
import { code, language, t } from "../words";
import { AppointmentRow, type AppointmentPage } from "./appointments";
import { clockOf, filled, PermanenceFields, rename } from "./permanence-fields";
import type { Permanence, Recurrence, Slot, Slots } from "./types";

export function PermanencePage({ permanenceId, me }: { permanenceId: string; me: Me }) {
  const path = `/v1/permanences/${permanenceId}`;
  const reading = useRead(() => get<Permanence>(path), permanenceId);
  const slots = useRead(() => get<Slots>(`${path}/slots`), permanenceId);
  const asked = { filter: `permanenceId = ${quoted(permanenceId)}`, orderBy: "startTime desc", pageSize: 50 };
  const booked = useRead(() => get<AppointmentPage>(list("/v1/appointments", asked)), permanenceId);
  const again = () => Promise.all([reading.again(), slots.again(), booked.again()]);
  useTitle(reading.value?.title ?? t("nav.desks"));
  return <Wait reading={reading}>{(p) => (
    <>
      <p><a href={href("permanences")}>{t("perm.back")}</a></p>
      <Head permanence={p} />
      <Commands all={commands(p, me)} allowed={p.allowedActions} after={again} label={p.title} />
      {p.attendance && <Attended of={p} />}
      <div class="columns">
        <div><Days permanence={p} reading={slots} again={again} /></div>
        <div><Section title={t("meet.title")} count={String(booked.value?.appointments.length ?? 0)} aside={<Export path="/v1/appointments" filter={asked.filter} orderBy={asked.orderBy} />}>
          <Wait reading={booked}>{({ appointments }) => (appointments.length
            ? <ul class="rows">{appointments.map((a) => <AppointmentRow key={a.appointmentId} appointment={a} again={again} link />)}</ul>
            : <p class="hint">{t("desks.next.none")}</p>)}</Wait>
        </Section></div>
      </div>
    </>
  )}</Wait>;
}

function Head({ permanence: p }: { permanence: Permanence }) {
  const names = useNames();
  return (
    <header class="head">
      <h1>{p.title}</h1>
      <p class="line"><Status status={p.status} label={p.statusLabel} /><span>{names.body(p.bodyId)}</span><span>{[p.place, p.room].filter(Boolean).join(", ")}</span></p>
      {p.description && <p class="quote">{p.description}</p>}
      <Facts all={[
        [t("perm.when"), p.recurrence && inWords(p.recurrence)],
        [t("perm.slot"), t("perm.slots", { n: p.seatsPerSlot, minutes: p.slotMinutes })],
        [t("perm.from"), fullDay(p.fromDate)], [t("perm.until"), fullDay(p.untilDate)],
        [t("perm.subjects"), p.subjectCodes.map(names.subject).join(", ")],
        [t("perm.closed"), p.closures.map((c) => [[c.fromDate, c.toDate].filter(Boolean).map(fullDay).join(" – "), c.reason && `(${c.reason})`].filter(Boolean).join(" ")).join(", ")],
      ]} />
    </header>
  );
}

// inWords says when it comes back: « Chaque semaine, jeudi, de 09:00 à 12:00 ». Only French writes its weekdays small.
export function inWords(r: Recurrence): string {
  const weekday = code("weekday", String(r.weekday));
  const days = r.frequency === "FREQUENCY_DATES" ? r.dates.map(fullDay).join(", ")
    : [r.frequency === "FREQUENCY_MONTHLY" && r.weekOfMonth > 0 && code("monthweek", String(r.weekOfMonth)).toLowerCase(), language === "fr" ? weekday.toLowerCase() : weekday].filter(Boolean).join(" ");
  return t("perm.inWords", { often: code("frequency", r.frequency.replace("FREQUENCY_", "")), days, from: clockOf(r.startMinute), to: clockOf(r.endMinute) });
}

const Attended = ({ of: p }: { of: Permanence }) => (
  <Section title={t("perm.attended")}>
    <Facts all={(["booked", "done", "noShow", "excused", "revoked"] as const).map((k) => [t(`attended.${k}`), <strong>{p.attendance![k]}</strong>])} />
  </Section>
);

function commands(p: Permanence, me: Me): Command[] {
  const path = `/v1/permanences/${p.permanenceId}`;
  return [
    { action: "update", label: t("perm.change"), confirm: t("save"), rename, form: () => <><p class="hint">{t("perm.change.hint")}</p><PermanenceFields me={me} of={p} /></>,
      send: (body) => patch(path, filled(body), p.etag) },
    { action: "end", label: t("perm.finish"), grave: true, send: (body) => post(`${path}:end`, body, p.etag), form: () => <>
      <p class="hint">{t("perm.finish.hint")}</p><Line name="lastDate" label={t("perm.last")} type="date" /><Text name="reasonNote" label={t("perm.why")} required rows={2} max={500} /></> },
  ];
}

interface DaysProps { permanence: Permanence; reading: ReturnType<typeof useRead<Slots>>; again: () => Promise<unknown> }

// Days are the days of four weeks, each with its slots; a day, or one slot of it, is moved or called off here.
const Days = ({ permanence: p, reading, again }: DaysProps) => (
  <Section title={t("perm.days")}>
    <Wait reading={reading}>{({ slots, closedDays }) => {
      const days = [...new Set([...slots.map((s) => s.date), ...closedDays.map((d) => d.date)])].sort();
      if (!days.length) return <p class="hint">{t("perm.days.none")}</p>;
      return <ul class="rows">{days.map((day) => {
        const held = slots.filter((s) => s.date === day);
        return (
          <li class="row" key={day}>
            <span class="what">{capital(longDay(day))}</span>
            <span class="hint whole">{held.length ? held.map((s) => <SlotTag key={s.startTime} slot={s} />) : closedDays.find((d) => d.date === day)?.label}</span>
            {held.length > 0 && <div class="whole"><Commands inner quiet label={longDay(day)} allowed={p.allowedActions} after={again} all={moves(p, day, held)} /></div>}
          </li>
        );
      })}</ul>;
    }}</Wait>
  </Section>
);

// SlotTag says what is taken of a slot to come; one that has begun has no free seat, whoever came.
const SlotTag = ({ slot: s }: { slot: Slot }) => (
  <span class="spaced">{hour(s.startTime)}{s.seats > s.freeSeats && new Date(s.startTime) > new Date() && <> <strong>{t("perm.taken", { n: s.seats - s.freeSeats, seats: s.seats })}</strong></>}{s.plannedTime && s.plannedTime !== s.startTime && ` (${t("perm.moved")})`}{" "}</span>
);

function moves(p: Permanence, day: string, held: Slot[]): Command[] {
  const to = (verb: string) => (body: Json) => post(`/v1/permanences/${p.permanenceId}:${verb}`, { ...body, date: day }, p.etag);
  const which = <Choice name="startTime" label={t("perm.which")} blank={t("perm.whole")} options={held.map((s) => ({ value: s.startTime, label: hour(s.startTime) }))} />;
  return [
    { action: "moveSlots", label: t("perm.move"), confirm: t("perm.move.confirm"), done: t("perm.told"), send: to("moveSlots"), form: () => <>
      <div class="grid">{which}<Line name="newStartTime" label={t("perm.newStart")} type="datetime-local" kind="instant" required value={`${day}T${hour(held[0]!.startTime)}`} /></div><Text name="reasonNote" label={t("perm.why")} required rows={2} max={500} /></> },
    { action: "cancelSlots", label: t("perm.cancel"), confirm: t("perm.cancel.confirm"), done: t("perm.told"), send: to("cancelSlots"), form: () => <>{which}<Text name="reasonNote" label={t("perm.why")} required rows={2} max={500} /></> },
  ];
}
