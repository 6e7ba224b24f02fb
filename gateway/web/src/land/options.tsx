// Options on plots and premises: who may have one first, until when, and what can be done with each.
import { post } from "../api";
import { today } from "../dates";
import { prefixed, ReasonNote } from "../dossier/commands";
import { useNames } from "../names";
import { firmName } from "./company";
import { Commands, type Command } from "../parts/commands";
import { Choice, Line, Text, Tick } from "../parts/field";
import { Due, Status } from "../parts/page";
import type { Json } from "../parts/read-form";
import { href } from "../route";
import { because, t } from "../words";
import { CompanyField, rename } from "./deals-fields";
import { signLease } from "./lease";
import type { LandOption } from "./types";

// usualDays is what the server takes when nothing is said.
const usualDays = 60;

// askOption is the command that asks for an option on an asset, for a land request or for a company that is said.
export const askOption = (assetId: string, landRequestId = ""): Command => ({
  action: "askOption", label: t("option.ask"), rename, confirm: t("option.ask.confirm"), done: t("option.asked"),
  send: (body) => post("/v1/options", { ...body, assetId, landRequestId }),
  form: () => <>
    {!landRequestId && <CompanyField />}
    <Line name="periodDays" label={t("option.period")} kind="int" unit={t("option.days")} value={String(usualDays)} />
    <Tick name="grantInTurn" label={t("option.inTurn")} />
    <Text name="description" label={t("note.free")} rows={2} max={2000} />
  </>,
});

const reason = () => <Choice name="reason" label={t("reason.why")} required blank={t("choose")} options={prefixed("optionend", "OPTION_END_REASON_")} />;

function moves(o: LandOption): Command[] {
  const to = (verb: string) => (body: Json) => post(`/v1/options/${o.optionId}:${verb}`, body, o.etag);
  return [
    { action: "grant", label: t("option.grant"), first: true, send: to("grant"), form: () => <>
      <Line name="periodDays" label={t("option.period")} kind="int" unit={t("option.days")} value={String(o.periodDays || usualDays)} /><ReasonNote label={t("note.free")} /></> },
    { action: "extend", label: t("option.extend"), send: to("extend"), form: () => <>
      <Line name="endDate" label={t("option.until")} type="date" required value={o.endDate} /><ReasonNote label={t("note.free")} /></> },
    { action: "convert", label: t("option.convert"), send: to("convert"), confirm: t("option.convert.confirm"), form: () => <div class="grid">
      <Line name="deliberationDate" label={t("option.deliberation")} type="date" required value={today()} />
      <Line name="deliberationReference" label={t("option.deliberation.number")} max={100} />
      <Line name="price" label={t("option.price")} kind="money" unit="€" />
      <Line name="areaM2" label={t("land.area")} kind="int" unit="m²" hint={t("option.area.hint")} /><ReasonNote label={t("note.free")} /></div> },
    ...(o.assetId.startsWith("prm_") ? [signLease("convert", o.assetId, o.optionId)] : []),
    { action: "refuse", label: t("option.refuse"), grave: true, send: to("refuse"), form: () => <>{reason()}<ReasonNote /></> },
    { action: "lift", label: t("option.lift"), grave: true, send: to("lift"), form: () => <>{reason()}<ReasonNote /></> },
  ];
}

// OptionRow is one option; here is the page of the request that it is for, onAsset that of the asset.
export function OptionRow({ option: o, again, here, onAsset }: { option: LandOption; again: () => Promise<unknown>; here?: boolean; onAsset?: boolean }) {
  const names = useNames();
  const name = o.asset?.name ?? o.assetId;
  return (
    <li class="row">
      <span class="what">{onAsset ? firmName(o.company) : <a href={href(`foncier/bien/${o.assetId}`)}>{name}</a>}</span>
      <span class="end">{o.rank > 0 ? <span class="tag waits">{t("option.rank", { n: o.rank })}</span> : o.endDate && <Due day={o.endDate} kept={over(o)} />}</span>
      <span class="hint whole"><Status status={o.status} label={o.statusLabel} />{" "}
        {[!onAsset && firmName(o.company), t("option.askedBy", { body: names.short(o.bodyId) }), !onAsset && t("option.keeper", { body: names.short(o.keeperBodyId) }), o.rank > 0 && t("option.for", { n: o.periodDays || usualDays }), o.grantInTurn && o.rank > 0 && t("option.turn"), waits(o) && t("option.waits"), because(reasonLabel(o.endReason), o.reasonNote)].filter(Boolean).join(" · ")}
        {!here && o.caseId && o.landRequestId && <> · <a href={href(`dossier/${o.caseId}/foncier/${o.landRequestId}`)}>{t("option.request")}</a></>}</span>
      <div class="whole"><Commands inner label={name} allowed={o.allowedActions} after={again} all={moves(o)} /></div>
    </li>
  );
}

// waits says that its keeper can only grant it once the asset is free again.
const waits = (o: LandOption) => o.allowedActions.includes("refuse") && !o.allowedActions.includes("grant");

// over says that an option neither waits nor holds.
export const over = (o: LandOption) => !/REQUESTED$|GRANTED$|EXTENDED$/.test(o.status);
const reasonLabel = (reason: string) => prefixed("optionend", "OPTION_END_REASON_").find((r) => r.value === reason)?.label ?? "";
