// A hosting lease: its months, its rents step by step, the warnings of its end, and what follows it.
import { useState } from "preact/hooks";
import { post } from "../api";
import { daysUntil, fullDay, today } from "../dates";
import { prefixed, ReasonNote } from "../dossier/commands";
import { useNames } from "../names";
import { firmName } from "./company";
import { Commands, type Command } from "../parts/commands";
import { Choice, Line, Tick } from "../parts/field";
import { Due, Facts, Status } from "../parts/page";
import type { Json } from "../parts/read-form";
import { because, code, t } from "../words";
import { AssetLink, CompanyField, amount, rename } from "./deals-fields";
import type { Again, HostingLease, RentStep } from "./deals-types";
import { area } from "./figures";

// mostMonths is how long a lease may be at the preferential rate. Source: code de commerce, L145-5; the server holds it.
const mostMonths = 36;

const runs = (l: HostingLease) => /SIGNED$|RUNNING$/.test(l.status);

// ends says whether the end is near enough to count the days: the first warning comes six months before.
const ends = (l: HostingLease) => runs(l) && daysUntil(l.endDate) < 190;

export function LeaseCard({ lease: l, again, here }: { lease: HostingLease; again: Again; here?: boolean }) {
  const names = useNames();
  return (
    <li>
      <p class="line"><strong>{here ? firmName(l.company) : <AssetLink id={l.premisesId} asset={l.asset} />}</strong><Status status={l.status} label={l.statusLabel} />
        {ends(l) && <Due day={l.endDate} />}{runs(l) && l.warnedMonths > 0 && <span class="tag waits">{t("lease.warned", { n: l.warnedMonths })}</span>}</p>
      <p class="hint">{[!here && firmName(l.company), area(l.areaM2), !here && t("lease.keeper", { body: names.short(l.bodyId) })].filter(Boolean).join(" · ")}</p>
      <Facts all={[
        [t("lease.time"), t("lease.fromTo", { from: fullDay(l.startDate), to: fullDay(l.endDate), n: l.monthCount })],
        [t("lease.preferential"), l.preferentialMonthCount > 0 && t("lease.months", { n: l.preferentialMonthCount, most: mostMonths })],
        [t("lease.rents"), <Rents lease={l} />],
        [t("lease.followUp"), followed(l)],
      ]} />
      {l.status.endsWith("TERMINATED") && <p>{because(code("leaseend", l.endReason.replace("HOSTING_LEASE_END_REASON_", "")), l.reasonNote)}</p>}
      <Commands inner label={l.asset?.name ?? l.hostingLeaseId} allowed={l.allowedActions} after={again} all={moves(l)} />
    </li>
  );
}

// followed is what comes after; what ended before its time without a word has nothing to decide.
const followed = (l: HostingLease) => [(runs(l) || !l.followUp.endsWith("UNDECIDED")) && code("followup", l.followUp.replace("LEASE_FOLLOW_UP_", "")), l.moveOnRequestId && t("lease.moveOn.opened")].filter(Boolean).join(", ");

const Rents = ({ lease: l }: { lease: HostingLease }) => (
  <>{l.rentSteps.map((r, i) => <span key={r.fromMonth} class="spaced">{months(r, l.rentSteps[i + 1]?.fromMonth ?? l.monthCount + 1)} {amount(r.monthlyRent)}{!r.preferential && ` (${t("lease.full")})`}{" "}</span>)}</>
);

const months = (r: RentStep, next: number) => t("lease.step", { from: r.fromMonth, to: next - 1 });

function moves(l: HostingLease): Command[] {
  const to = (verb: string) => (body: Json) => post(`/v1/hosting-leases/${l.hostingLeaseId}:${verb}`, body, l.etag);
  return [
    { action: "openMoveOn", label: t("lease.moveOn"), first: l.warnedMonths > 0, confirm: t("lease.moveOn.confirm"), done: t("lease.moveOn.done"), send: to("openMoveOn"), form: () => <>
      <p class="hint">{t("lease.moveOn.hint")}</p><ReasonNote label={t("note.free")} /></> },
    { action: "decide", label: t("lease.decide"), send: to("decide"), form: () => <>
      <Choice name="followUp" label={t("lease.followUp")} required blank={t("choose")} options={prefixed("followup", "LEASE_FOLLOW_UP_", ["MOVES_ON", "STAYS", "LEAVES"])} /><ReasonNote label={t("note.free")} /></> },
    { action: "end", label: t("lease.end"), grave: true, send: to("end"), form: () => <>
      <Choice name="reason" label={t("reason.why")} required blank={t("choose")} options={prefixed("leaseend", "HOSTING_LEASE_END_REASON_")} /><ReasonNote /></> },
  ];
}

// signLease is the command that lets premises: to who has the option, or to a company that is said.
export const signLease = (action: string, premisesId: string, optionId = ""): Command => ({
  action, label: t("lease.sign"), rename, confirm: t("lease.sign.confirm"), done: t("lease.signed"),
  send: (body) => post("/v1/hosting-leases", { ...body, premisesId, optionId }), form: () => <LeaseFields named={!optionId} />,
});

function LeaseFields({ named }: { named: boolean }) {
  const [steps, setSteps] = useState(1);
  return (
    <>
      <div class="grid">
        {named && <CompanyField />}
        <Line name="startDate" label={t("lease.start")} type="date" required value={today()} />
        <Line name="monthCount" label={t("lease.count")} kind="int" unit={t("lease.unit")} required value={String(mostMonths)} hint={t("lease.count.hint")} />
        <Line name="areaM2" label={t("land.area")} kind="int" unit="m²" hint={t("option.area.hint")} />
      </div>
      {Array.from({ length: steps }, (_, i) => (
        <div class="grid" key={i}>
          <Line name={`rentSteps[${i}].fromMonth`} label={t("lease.fromMonth")} kind="int" value={String(i * 12 + 1)} />
          <Line name={`rentSteps[${i}].monthlyRent`} label={t("lease.rent")} kind="money" unit="€" />
          <Tick name={`rentSteps[${i}].preferential`} label={t("lease.isPreferential")} checked />
        </div>
      ))}
      <p class="buttons">
        <button type="button" class="link" onClick={() => setSteps(steps + 1)}>{t("lease.more")}</button>
        {steps > 1 && <button type="button" class="link" onClick={() => setSteps(steps - 1)}>{t("zan.less")}</button>}
      </p>
    </>
  );
}
