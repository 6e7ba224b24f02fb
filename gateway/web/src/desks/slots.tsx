// Choosing a slot: where, on which day, at what time. Only what is still free is offered.
import { useState } from "preact/hooks";
import { get, list } from "../api";
import { longDay, hour } from "../dates";
import { useNames } from "../names";
import { Choice } from "../parts/field";
import { useRead } from "../read";
import { reasonOf } from "../say";
import { t } from "../words";
import type { Permanence, Slot } from "./types";

// SlotFields are permanenceId and startTime of a form; subjects put those permanences first that are for them.
export function SlotFields({ subjects = [], fixed = "" }: { subjects?: string[]; fixed?: string }) {
  const names = useNames();
  const [chosen, setChosen] = useState(fixed);
  const [day, setDay] = useState("");
  const known = useRead(() => get<{ permanences: Permanence[] }>(list("/v1/permanences", { filter: `status = "PERMANENCE_STATUS_OPEN"`, pageSize: 200 })), "permanences");
  const slots = useRead(() => (chosen ? get<{ slots: Slot[] }>(`/v1/permanences/${chosen}/slots`) : Promise.resolve({ slots: [] })), chosen);
  const suits = (p: Permanence) => p.subjectCodes.some((s) => subjects.includes(s));
  const all = [...(known.value?.permanences ?? [])].sort((a, b) => Number(suits(b)) - Number(suits(a)));
  const free = (slots.value?.slots ?? []).filter((s) => s.freeSeats > 0);
  const days = [...new Set(free.map((s) => s.date))];
  const at = days.includes(day) ? day : days[0] ?? "";
  const one = all.find((p) => p.permanenceId === chosen);
  const error = known.error ?? slots.error;
  return (
    <div class="grid">
      {!fixed && <Choice name="permanenceId" label={t("slot.where")} required blank={t("choose")} onChange={setChosen} class="wide"
        options={all.map((p) => ({ value: p.permanenceId, label: `${p.title} (${names.short(p.bodyId)})` }))} />}
      {one && !fixed && <p class="hint wide">{[one.description, one.place, one.room].filter(Boolean).join(" · ")}</p>}
      {chosen && days.length > 0 && <Choice key={chosen} name="" label={t("slot.day")} onChange={setDay} options={days.map((d) => ({ value: d, label: longDay(d) }))} />}
      {chosen && days.length > 0 && <Choice key={at} name="startTime" label={t("slot.time")} required options={free.filter((s) => s.date === at).map((s) => ({
        value: s.startTime, label: `${hour(s.startTime)} – ${hour(s.endTime)} (${t("slot.seats", { n: s.freeSeats })})` }))} />}
      {chosen && slots.value && !days.length && <p class="notice waits wide">{t("slot.none")}</p>}
      {Boolean(error) && <p class="failed wide" role="alert">{reasonOf(error)}</p>}
    </div>
  );
}
