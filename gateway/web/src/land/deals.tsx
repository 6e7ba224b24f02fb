// What is under way on one asset: who may have it first, its sale from the deliberation to the deed, its leases, and its lines of the ledger.
import type { ComponentChildren } from "preact";
import { get, list, quoted } from "../api";
import { Commands, type Command } from "../parts/commands";
import { Fold, Section, Wait } from "../parts/page";
import { useRead } from "../read";
import type { Me } from "../types";
import { t, type Word } from "../words";
import { keeps, writes } from "./deals-fields";
import { openSale, SaleCard } from "./sale";
import type { Again, LeasePage, SalePage } from "./deals-types";
import { Ledger } from "./entry";
import { LeaseCard, signLease } from "./lease";
import { askOption, OptionRow, over } from "./options";
import type { OptionPage } from "./types";

export interface DealsProps { assetId: string; asset: { name: string; bodyId: string; availability: string }; again: Again; me: Me }

const none = async () => ({ hostingLeases: [], nextPageToken: "" });

// Deals are drawn on the page of the asset; again has the page read what a deal changed of it.
export function Deals({ assetId, asset, again, me }: DealsProps) {
  const premises = assetId.startsWith("prm_");
  const opens = keeps(me, asset.bodyId) && /FOR_SALE|UNSPECIFIED$/.test(asset.availability); // a brownfield that nothing holds has none
  const asks = writes(me) && /FOR_SALE|OPTIONED$|UNSPECIFIED$/.test(asset.availability);
  const ours = { filter: `assetId = ${quoted(assetId)}`, pageSize: 100 };
  const options = useRead(() => get<OptionPage>(list("/v1/options", ours)), assetId);
  const sales = useRead(() => get<SalePage>(list("/v1/land-sales", ours)), assetId);
  const leases = useRead(() => (premises ? get<LeasePage>(list("/v1/hosting-leases", { filter: `premisesId = ${quoted(assetId)}`, pageSize: 100 })) : none()), assetId);
  const all = () => Promise.all([options.again(), sales.again(), leases.again(), again()]);
  const signed = sales.value?.landSales.filter((s) => s.deedDate);
  return (
    <>
      <OptionQueue reading={options} again={all} ask={asks ? [askOption(assetId)] : []} name={asset.name} />
      <Part title="sale.title" reading={sales} rows={(page) => page.landSales.map((s) => <SaleCard key={s.landSaleId} sale={s} again={all} here />)}
        opens={opens ? openSale(assetId) : undefined} again={all} />
      {premises && <Part title="lease.title" reading={leases} rows={(page) => page.hostingLeases.map((l) => <LeaseCard key={l.hostingLeaseId} lease={l} again={all} here />)}
        opens={opens ? signLease("let", assetId) : undefined} again={all} />}
      <Section title={t("entry.title")}><Ledger assetId={assetId} sales={signed} changed={again} me={me} turn={signed?.length} /></Section>
    </>
  );
}

interface PartProps<T> { title: "sale.title" | "lease.title"; reading: ReturnType<typeof useRead<T>>; rows: (value: T) => ComponentChildren[]; opens?: Command; again: Again }

function Part<T>(p: PartProps<T>) {
  const rows = p.reading.value && p.rows(p.reading.value);
  return (
    <Section title={t(p.title)} count={rows && String(rows.length)} class={rows?.length === 0 && !p.opens ? "empty" : ""}>
      <Wait reading={p.reading}>{() => (rows!.length ? <ul class="cards">{rows}</ul> : <p class="hint">{t(`${p.title}.none` as Word)}</p>)}</Wait>
      {p.opens && <Commands inner label={t(p.title)} allowed={[p.opens.action]} after={p.again} all={[p.opens]} />}
    </Section>
  );
}

// OptionQueue is who holds the asset, then who waits, by rank; what is over is folded.
function OptionQueue({ reading, again, ask, name }: { reading: ReturnType<typeof useRead<OptionPage>>; again: Again; ask: Command[]; name: string }) {
  const open = (reading.value?.options ?? []).filter((o) => !over(o)).sort((a, b) => a.rank - b.rank);
  const past = reading.value?.options.filter(over) ?? [];
  return (
    <Section title={t("option.title")} count={reading.value && String(open.length)}>
      <Wait reading={reading}>{() => (
        <>
          {open.length ? <ol class="rows">{open.map((o) => <OptionRow key={o.optionId} option={o} again={again} onAsset />)}</ol> : <p class="hint">{t("option.none")}</p>}
          {past.length > 0 && <Fold title={t("option.past", { n: past.length })}><ul class="rows">{past.map((o) => <OptionRow key={o.optionId} option={o} again={again} onAsset />)}</ul></Fold>}
        </>
      )}</Wait>
      <Commands inner label={name} allowed={["askOption"]} after={again} all={ask} />
    </Section>
  );
}
