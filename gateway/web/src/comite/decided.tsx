// What was decided, and what is not yet.
import { shortDay } from "../dates";
import { useNames } from "../names";
import { Text } from "../parts/field";
import { t } from "../words";
import type { Item, Meeting } from "./types";

export function Decided({ item: { decision: d } }: { item: Item }) {
  const names = useNames();
  if (!d) return null;
  return (
    <p class="decided"><strong>{d.kindLabel}</strong> : {d.text}
      {(d.bodyId || d.dueDate) && <span class="hint"> {[d.bodyId && names.short(d.bodyId), d.dueDate && t("comite.until", { day: shortDay(d.dueDate) })].filter(Boolean).join(", ")}</span>}</p>
  );
}

// Closing says what is left open before the minutes are made.
export function Closing({ meeting: m }: { meeting: Meeting }) {
  const left = m.items.filter((i) => !i.decision).length;
  return (
    <>
      {left > 0 && <p class="notice waits">{t("comite.undecided", { n: left })}</p>}
      <Text name="minutesNote" label={t("comite.note")} hint={t("comite.note.hint")} rows={4} />
    </>
  );
}
