// Supply against demand in a year, by zone and use, and how each figure is made.
import { useState } from "preact/hooks";
import { get } from "../api";
import { fullDay, today } from "../dates";
import { Fold, Section, Wait } from "../parts/page";
import { Table } from "../queues/table";
import { useRead } from "../read";
import { colon, t, type Word } from "../words";
import { inHectares } from "./figures";
import type { Amount, BalanceLine, LandBalance } from "./types";

const figures = ["asked", "offered", "met", "failed"] as const;
// yearsBack is how many years before this one can be chosen.
const yearsBack = 5;

export function Balance() {
  const now = Number(today().slice(0, 4));
  const [year, setYear] = useState(now);
  const reading = useRead(() => get<LandBalance>(`/v1/land-balance?year=${year}`), String(year));
  const years = Array.from({ length: yearsBack + 1 }, (_, i) => now - i);
  return (
    <Section title={t("balance.title")} aside={(
      <label class="inline">{t("balance.year")} <select value={year} onChange={(e) => setYear(Number(e.currentTarget.value))}>{years.map((y) => <option key={y} value={y}>{y}</option>)}</select></label>
    )}>
      <Wait reading={reading}>{(b) => (
        <>
          <p>{b.sentence} <span class="hint">{t("balance.offer", { day: fullDay(b.offerDate) })}</span></p>
          <Table caption={t("balance.title")} heads={[t("balance.zone"), ...figures.map((f) => t(`balance.${f}`)), t("balance.why")]} rows={[b.total, ...b.lines].map(row)} />
          <Fold title={t("balance.formulas")}><dl class="plain">{b.formulas.map((f) => <div key={f.figure}><dt><strong>{t(`balance.${f.figure}` as Word)}</strong></dt><dd>{f.formula}</dd></div>)}</dl></Fold>
        </>
      )}</Wait>
    </Section>
  );
}

// row names its figures on a phone, where the heads are not seen.
function row(line: BalanceLine, i: number) {
  const name = i ? [line.zoneName || t("balance.noZone"), line.useLabel].filter(Boolean).join(" · ") : t("balance.all");
  return { id: String(i), cells: [
    <strong>{name}</strong>, ...figures.map((f) => <Figure name={t(`balance.${f}`)} of={f === "offered" ? "balance.assets" : "balance.requests"} amount={line[f]} />),
    line.failedByReason.map((r) => <span key={r.reasonLabel}>{r.reasonLabel} ({r.amount.count}, {inHectares(r.amount.hectares)}) </span>),
  ] };
}

const Figure = ({ name, of, amount }: { name: string; of: Word; amount: Amount }) => (
  amount.count === "0" ? <span class="wide-only">–</span> : <><span class="phone">{name}{colon}</span>{inHectares(amount.hectares)} <span class="hint">{t(of, { n: amount.count })}</span></>
);
