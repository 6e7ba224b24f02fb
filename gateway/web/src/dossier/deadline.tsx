// Why the answer is promised for that day, day by day.
import { useState } from "preact/hooks";
import { get } from "../api";
import { Wait } from "../parts/page";
import { useRead } from "../read";
import type { Case } from "../types";
import { t } from "../words";

interface Day { date: string; label: string; businessDay: number; skipLabel: string }

export function DeadlineDays({ case: c }: { case: Case }) {
  const [open, setOpen] = useState(false);
  if (!c.dueDate) return null;
  return (
    <details class="section" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><h2>{t("deadline.title")}</h2></summary>
      {open && <Days caseId={c.caseId} etag={c.etag} />}
    </details>
  );
}

function Days({ caseId, etag }: { caseId: string; etag: string }) {
  const reading = useRead(() => get<{ days: Day[] }>(`/v1/deadlines?caseId=${caseId}`), `${caseId} ${etag}`);
  return <Wait reading={reading}>{({ days }) => (
    <ol class="rows small">{days.map((d) => (
      <li class="row" key={d.date}><span class="what">{d.label}</span><span class="end hint">{d.businessDay ? t("deadline.day", { n: d.businessDay }) : d.skipLabel}</span></li>
    ))}</ol>
  )}</Wait>;
}
