// A sale from the deliberation to the deed: each step with its day, and what comes next.
import { post } from "../api";
import { fullDay, today } from "../dates";
import { prefixed, ReasonNote } from "../dossier/commands";
import { useNames } from "../names";
import { firmName } from "./company";
import { Commands, type Command } from "../parts/commands";
import { Choice, Line } from "../parts/field";
import { Status } from "../parts/page";
import type { Json } from "../parts/read-form";
import { href } from "../route";
import { because, code, t, type Word } from "../words";
import { AssetLink, CompanyField, amount, rename, typed } from "./deals-fields";
import type { Again, LandSale } from "./deals-types";
import { EntryFields } from "./entry";
import { area } from "./figures";

export function SaleCard({ sale: s, again, here }: { sale: LandSale; again: Again; here?: boolean }) {
  const names = useNames();
  return (
    <li>
      <p class="line"><strong>{here ? firmName(s.company) : <AssetLink id={s.assetId} asset={s.asset} />}</strong><Status status={s.status} label={s.statusLabel} /></p>
      <p class="hint">{[!here && firmName(s.company), area(s.areaM2), amount(s.price), !here && t("sale.seller", { body: names.short(s.bodyId) }), jobs(s)].filter(Boolean).join(" · ")}
        {s.caseId && s.landRequestId && <> · <a href={href(`dossier/${s.caseId}/foncier/${s.landRequestId}`)}>{t("option.request")}</a></>}</p>
      <Steps sale={s} across={!here} />
      {ended(s) && <p>{because(code("saleend", s.endReason.replace("LAND_SALE_END_REASON_", "")), s.reasonNote)}</p>}
      <Commands inner label={s.asset?.name ?? s.landSaleId} allowed={allowed(s)} after={again} all={moves(s)} />
    </li>
  );
}

const ended = (s: LandSale) => s.status === "LAND_SALE_STATUS_TERMINATED";
const jobs = (s: LandSale) => (s.createdJobCount + s.keptJobCount > 0 ? t("sale.jobs", { n: s.createdJobCount + s.keptJobCount }) : "");

// steps are the days of a sale in their order; a sale without works goes from the promise to the deed.
function steps(s: LandSale): { name: Word; day: string; more?: string }[] {
  const all: { name: Word; day: string; more?: string }[] = [
    { name: "sale.step.deliberation", day: s.deliberationDate, more: s.deliberationReference },
    { name: "sale.step.promise", day: s.promiseDate, more: s.promiseEndDate && !s.deedDate ? t("sale.promiseEnd", { day: fullDay(s.promiseEndDate) }) : "" },
    { name: "sale.step.filed", day: s.permitFiledDate, more: s.permitReference },
    { name: "sale.step.granted", day: s.permitGrantedDate },
    { name: "sale.step.deed", day: s.deedDate, more: s.deedReference },
  ];
  return all.filter((step) => step.day || !ended(s) && !(s.deedDate && !s.permitFiledDate && /filed|granted/.test(step.name)));
}

function Steps({ sale: s, across }: { sale: LandSale; across: boolean }) {
  const all = steps(s);
  const next = ended(s) ? undefined : all.find((step) => !step.day);
  return (
    <ol class={across ? "steps across" : "steps"}>{all.map((step) => (
      <li key={step.name} class={step.day ? "done" : step === next ? "now" : ""}>
        {t(step.name)} <span class="hint">{[step.day ? fullDay(step.day) : step === next ? t("sale.step.next") : "", step.more].filter(Boolean).join(" · ")}</span>
      </li>
    ))}</ol>
  );
}

// allowed adds what the ledger takes of a deed that wrote nothing in it by itself.
const allowed = (s: LandSale) => (s.deedDate && !s.zanEntryId ? [...s.allowedActions, "enter"] : s.allowedActions);

function moves(s: LandSale): Command[] {
  const to = (verb: string) => (body: Json) => post(`/v1/land-sales/${s.landSaleId}:${verb}`, body, s.etag);
  const day = (name: string) => <Line name={name} label={t("sale.day")} type="date" required value={today()} />;
  const note = <ReasonNote label={t("note.free")} />;
  return [
    { action: "signPromise", label: t("sale.signPromise"), first: true, send: to("signPromise"), form: () => <div class="grid">
      {day("promiseDate")}<Line name="promiseEndDate" label={t("sale.until")} type="date" />{note}</div> },
    { action: "filePermit", label: t("sale.filePermit"), first: true, send: to("filePermit"), form: () => <div class="grid">
      {day("permitFiledDate")}<Line name="permitReference" label={t("sale.permit")} max={100} />{note}</div> },
    { action: "grantPermit", label: t("sale.grantPermit"), first: true, send: to("grantPermit"), form: () => <div class="grid">{day("permitGrantedDate")}{note}</div> },
    { action: "signDeed", label: t("sale.signDeed"), first: s.permitGrantedDate !== "", confirm: t("sale.signDeed.confirm"), send: to("signDeed"), form: () => <>
      <p class="hint">{t("sale.signDeed.hint")}</p>
      <div class="grid">{day("deedDate")}<Line name="deedReference" label={t("sale.deed")} max={100} />
        <Line name="price" label={t("option.price")} kind="money" unit="€" value={typed(s.price)} />
        <Line name="areaM2" label={t("land.area")} kind="int" unit="m²" value={String(s.areaM2)} />{note}</div></> },
    { action: "enter", label: t("entry.ofDeed"), confirm: t("entry.write"), send: (body) => post("/v1/zan-entries", { ...body, assetId: s.assetId, landSaleId: s.landSaleId }), form: () =>
      <EntryFields reason="DEED" day={s.deedDate} areaM2={s.areaM2} act={s.deedReference} /> },
    { action: "terminate", label: t("sale.terminate"), grave: true, send: to("terminate"), form: () => <>
      <Choice name="reason" label={t("reason.why")} required blank={t("choose")} options={prefixed("saleend", "LAND_SALE_END_REASON_")} /><ReasonNote /></> },
  ];
}

// openSale is the command that opens the file of a sale without an option before it.
export const openSale = (assetId: string): Command => ({
  action: "sell", label: t("sale.open"), rename, confirm: t("sale.open.confirm"), done: t("sale.opened"), send: (body) => post("/v1/land-sales", { ...body, assetId }),
  form: () => <div class="grid">
    <CompanyField />
    <Line name="deliberationDate" label={t("option.deliberation")} type="date" required value={today()} />
    <Line name="deliberationReference" label={t("option.deliberation.number")} max={100} />
    <Line name="price" label={t("option.price")} kind="money" unit="€" />
    <Line name="areaM2" label={t("land.area")} kind="int" unit="m²" hint={t("option.area.hint")} />
    <Line name="createdJobCount" label={t("sale.created")} kind="int" />
    <Line name="keptJobCount" label={t("sale.kept")} kind="int" />
  </div>,
});
