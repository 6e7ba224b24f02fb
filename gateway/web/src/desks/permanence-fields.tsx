// The fields of a permanence: who receives, where, when it comes back, in which slots, and when it is closed.
import { useState } from "preact/hooks";
import { bodies, subjects, useNames, useOnce } from "../names";
import { Combos } from "../parts/combo";
import { Choice, Line, Text } from "../parts/field";
import type { Json } from "../parts/read-form";
import type { Me, PartnerBody } from "../types";
import { choices, t } from "../words";
import { today } from "../dates";
import type { Permanence, Recurrence } from "./types";

const two = (n: number) => String(n).padStart(2, "0");
export const clockOf = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

// usual is a morning a week in slots of half an hour.
const usual: Recurrence = { frequency: "FREQUENCY_WEEKLY", weekday: 4, weekOfMonth: 1, dates: [], startMinute: 540, endMinute: 720 };

export const weekdays = () => choices("weekday");
const frequencies = () => choices("frequency").map((o) => ({ ...o, value: `FREQUENCY_${o.value}` }));

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

async function findSubjects(words: string) {
  return (await subjects()).filter((s) => fold(s.label).includes(fold(words))).map((s) => ({ value: s.subjectCode, label: s.label }));
}

// keptBy are the bodies whose permanences somebody keeps: the own one, those that it hosts, and all for the coordination.
const keptBy = (me: Me, all: PartnerBody[]) => all.filter((b) =>
  b.partnerBodyId === me.bodyId || b.hostedByBodyId === me.bodyId || me.roles.some((role) => role.endsWith("HUP_COORDINATOR")));

export function PermanenceFields({ me, of: p }: { me: Me; of?: Permanence }) {
  const names = useNames();
  const kept = keptBy(me, useOnce(bodies, []));
  return (
    <>
      <div class="grid">
        {!p && <Choice key={kept.length} name="bodyId" label={t("perm.body")} required options={kept.map((b) => ({ value: b.partnerBodyId, label: b.name }))} value={me.bodyId} />}
        <Line name="title" label={t("perm.name")} required value={p?.title} />
        <Line name="room" label={t("perm.room")} required max={100} value={p?.room} />
        <Line name="place" label={t("perm.place")} hint={t("perm.place.hint")} max={300} value={p?.place} />
        <Text name="description" label={t("perm.description")} rows={2} max={2000} value={p?.description} />
      </div>
      <Combos key={names.subject(p?.subjectCodes[0] ?? "")} name="subjectCodes" label={t("perm.subjects")} hint={t("company.search.hint")} required find={findSubjects}
        values={p?.subjectCodes.map((s) => ({ value: s, label: names.subject(s) }))} />
      <When of={p?.recurrence ?? usual} />
      <div class="grid">
        <Line name="slotMinutes" label={t("perm.slot")} kind="int" unit={t("perm.minutes")} required value={String(p?.slotMinutes ?? 30)} />
        <Line name="seatsPerSlot" label={t("perm.seats")} kind="int" required value={String(p?.seatsPerSlot ?? 1)} />
        <Line name="fromDate" label={t("perm.from")} type="date" required value={p?.fromDate ?? today()} />
        <Line name="untilDate" label={t("perm.until")} type="date" hint={t("perm.until.hint")} value={p?.untilDate} />
      </div>
      <Closures of={p} />
    </>
  );
}

function When({ of: r }: { of: Recurrence }) {
  const [frequency, setFrequency] = useState(r.frequency);
  const [days, setDays] = useState(Math.max(1, r.dates.length));
  return (
    <div class="grid">
      <Choice name="recurrence.frequency" label={t("perm.frequency")} required options={frequencies()} value={frequency} onChange={setFrequency} />
      {frequency !== "FREQUENCY_DATES" && <Choice name="recurrence.weekday" label={t("perm.weekday")} required options={weekdays()} value={String(r.weekday || usual.weekday)} />}
      {frequency === "FREQUENCY_MONTHLY" && <Choice name="recurrence.weekOfMonth" label={t("perm.week")} required options={choices("monthweek")} value={String(r.weekOfMonth || 1)} />}
      <Line name="recurrence.startMinute" label={t("perm.start")} type="time" kind="minutes" required value={clockOf(r.startMinute)} />
      <Line name="recurrence.endMinute" label={t("perm.end")} type="time" kind="minutes" required value={clockOf(r.endMinute)} />
      {frequency === "FREQUENCY_DATES" && <>
        {Array.from({ length: days }, (_, i) => <Line key={i} name={`recurrence.dates[${i}]`} label={t("perm.date", { n: i + 1 })} type="date" value={r.dates[i]} />)}
        <p class="buttons"><button type="button" class="link" onClick={() => setDays(days + 1)}>{t("perm.date.more")}</button></p>
      </>}
    </div>
  );
}

function Closures({ of: p }: { of?: Permanence }) {
  const known = p?.closures ?? [];
  const [rows, setRows] = useState(known.length);
  return (
    <>
      {Array.from({ length: rows }, (_, i) => (
        <div class="grid" key={i}>
          <Line name={`closures[${i}].fromDate`} label={t("perm.closed.from")} type="date" value={known[i]?.fromDate} />
          <Line name={`closures[${i}].toDate`} label={t("perm.closed.to")} type="date" value={known[i]?.toDate} />
          <Line name={`closures[${i}].reason`} label={t("perm.closed.why")} value={known[i]?.reason} />
        </div>
      ))}
      <p class="buttons"><button type="button" class="link" onClick={() => setRows(rows + 1)}>{t("perm.closed.more")}</button></p>
    </>
  );
}

// filled is what the form says, with what was emptied in it: lines that were left empty are not sent.
export function filled(body: Json): Json {
  const said = body as { closures?: unknown[]; recurrence?: { dates?: unknown[]; weekday?: unknown; weekOfMonth?: unknown } };
  const r = said.recurrence ?? {};
  const number = (value: unknown) => (value === undefined ? undefined : Number(value));
  return {
    description: "", place: "", untilDate: "", ...body, closures: (said.closures ?? []).filter(Boolean),
    recurrence: { ...r, weekday: number(r.weekday), weekOfMonth: number(r.weekOfMonth), dates: (r.dates ?? []).filter(Boolean) },
  };
}

// rename puts what is wrong with the permanence at its fields.
export const rename = (path: string) => path.replace(/^permanence\./, "");
