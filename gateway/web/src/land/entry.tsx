// The entries of the ledger of land used up: written, never changed, only undone by an entry of their own.
import { useRef } from "preact/hooks";
import { get, list, post, quoted } from "../api";
import { fullDay, today } from "../dates";
import { prefixed } from "../dossier/commands";
import { useNames } from "../names";
import { Combo } from "../parts/combo";
import { Commands, type Command } from "../parts/commands";
import { Export } from "../parts/export";
import { Choice, Line, Text } from "../parts/field";
import { Wait } from "../parts/page";
import { Pager, usePages } from "../queues/table";
import { useRead, useTurn } from "../read";
import { href } from "../route";
import type { Me } from "../types";
import { t } from "../words";
import { squareMetres } from "../figures";
import { findAssets, writes } from "./deals-fields";
import type { EntryPage, LandSale, ZanEntry } from "./deals-types";

interface EntryFieldsProps { reason?: string; day?: string; areaM2?: number; act?: string; sales?: LandSale[]; search?: boolean }

export const EntryFields = (p: EntryFieldsProps) => (
  <div class="grid">
    <Choice name="kind" label={t("zan.kind")} required options={prefixed("zankind", "ZAN_ENTRY_KIND_")} value="ZAN_ENTRY_KIND_CONSUMPTION" />
    <Choice name="legalReason" label={t("zan.reason")} required blank={t("choose")} options={prefixed("zanreason", "ZAN_LEGAL_REASON_")} value={p.reason && `ZAN_LEGAL_REASON_${p.reason}`} />
    <Line name="areaM2" label={t("land.area")} kind="int" unit="m²" required value={p.areaM2 ? String(p.areaM2) : ""} />
    <Line name="entryDate" label={t("zan.date")} type="date" required value={p.day || today()} />
    {p.search && <Combo name="assetId" label={t("entry.asset")} hint={t("entry.asset.hint")} find={findAssets} />}
    {p.sales && p.sales.length > 0 && <Choice name="landSaleId" label={t("entry.sale")} blank={t("entry.sale.none")} value={p.sales[0]!.landSaleId}
      options={p.sales.map((s) => ({ value: s.landSaleId, label: `${s.company?.name ?? ""}, ${fullDay(s.deedDate)}` }))} />}
    <Line name="actReference" label={t("entry.act")} value={p.act} />
    <Text name="description" label={t("note.free")} rows={2} max={2000} />
  </div>
);

interface LedgerProps { assetId?: string; sales?: LandSale[]; changed: () => Promise<unknown>; me: Me; turn?: unknown }

// Ledger is the entries of an asset, or all of them, page by page. What is written here, changed tells.
export function Ledger({ assetId = "", sales, changed, me, turn }: LedgerProps) {
  const filter = assetId && `assetId = ${quoted(assetId)}`;
  const pages = usePages(filter);
  const requestId = useRef("");
  requestId.current ||= crypto.randomUUID();
  const reading = useRead(() => get<EntryPage>(list("/v1/zan-entries", { filter, pageSize: 20, pageToken: pages.token })), `${filter} ${pages.token}`);
  useTurn(reading, turn);
  const again = () => Promise.all([reading.again(), changed()]);
  const write: Command = {
    action: "create", label: t("entry.new"), confirm: t("entry.write"), done: t("entry.written"),
    form: () => <EntryFields sales={sales} search={!assetId} />,
    send: async (body) => {
      await post("/v1/zan-entries", { ...body, ...(assetId ? { assetId } : {}), clientRequestId: requestId.current });
      requestId.current = "";
    },
  };
  return (
    <>
      <Commands inner label={t("entry.title")} allowed={writes(me) ? ["create"] : []} after={again} all={[write]} />
      <Wait reading={reading}>{({ zanEntries, nextPageToken }) => (zanEntries.length ? (
        <>
          <ul class="rows">{zanEntries.map((e) => <EntryRow key={e.zanEntryId} entry={e} again={again} here={assetId !== ""} />)}</ul>
          <Pager pages={pages} next={nextPageToken} />
          <Export path="/v1/zan-entries" filter={filter} of={t("entry.title")} />
        </>
      ) : <p class="hint">{t("entry.none")}</p>)}</Wait>
    </>
  );
}

// sign says which way an entry goes for what may still be used up; its undoing goes the other way.
const sign = (e: ZanEntry) => (e.kind.endsWith("CONSUMPTION") ? "− " : e.kind.endsWith("REVERSAL") ? "" : "+ ");

function EntryRow({ entry: e, again, here }: { entry: ZanEntry; again: () => Promise<unknown>; here: boolean }) {
  const names = useNames();
  const undone = e.reversedByEntryId !== "";
  return (
    <li class={`row ${undone ? "undone" : ""}`}>
      <span class="what">{e.kindLabel}, {fullDay(e.entryDate)}</span>
      <span class="end"><strong>{sign(e)}{squareMetres(e.areaM2)}</strong>{undone && <span class="tag quiet">{t("entry.undone")}</span>}</span>
      <span class="hint whole">{[e.legalReasonLabel, e.actReference, e.landSaleId && !e.legalReason.endsWith("DEED") && t("entry.ofSale"), names.short(e.bodyId), e.description].filter(Boolean).join(" · ")}
        {!here && e.assetId && <> · <a href={href(`foncier/bien/${e.assetId}`)}>{t("entry.ofAsset")}</a></>}</span>
      <div class="whole"><Commands inner quiet label={`${e.kindLabel} ${fullDay(e.entryDate)}`} allowed={e.allowedActions} after={again} all={[{
        action: "reverse", label: t("entry.reverse"), confirm: t("entry.reverse.confirm"), done: t("entry.reversed"),
        send: (body) => post(`/v1/zan-entries/${e.zanEntryId}:reverse`, body),
        form: () => <><p class="hint">{t("entry.reverse.hint")}</p><Text name="description" label={t("note.reason")} rows={2} max={2000} /></>,
      }]} /></div>
    </li>
  );
}
