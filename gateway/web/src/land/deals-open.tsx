// The sales and the leases that are under way in the territory, the next to end first.
import { get, list } from "../api";
import { Export } from "../parts/export";
import { Section, Wait } from "../parts/page";
import { Pager, usePages } from "../queues/table";
import { useRead } from "../read";
import { t } from "../words";
import type { LeasePage, SalePage } from "./deals-types";
import { LeaseCard } from "./lease";
import { SaleCard } from "./sale";

const open = "open = true";

export function OpenSales() {
  const pages = usePages("sales");
  const reading = useRead(() => get<SalePage>(list("/v1/land-sales", { filter: open, orderBy: "deliberationDate", pageSize: 20, pageToken: pages.token })), pages.token);
  return (
    <Section title={t("deals.sales")} aside={<Export path="/v1/land-sales" filter={open} orderBy="deliberationDate" />}>
      <Wait reading={reading}>{({ landSales, nextPageToken }) => (
        <>
          {landSales.length ? <ul class="cards">{landSales.map((s) => <SaleCard key={s.landSaleId} sale={s} again={reading.again} />)}</ul> : <p class="hint">{t("deals.sales.none")}</p>}
          <Pager pages={pages} next={nextPageToken} />
        </>
      )}</Wait>
    </Section>
  );
}

export function OpenLeases() {
  const pages = usePages("leases");
  const reading = useRead(() => get<LeasePage>(list("/v1/hosting-leases", { filter: open, orderBy: "endDate", pageSize: 20, pageToken: pages.token })), pages.token);
  return (
    <Section title={t("deals.leases")} aside={<Export path="/v1/hosting-leases" filter={open} orderBy="endDate" />}>
      <Wait reading={reading}>{({ hostingLeases, nextPageToken }) => (
        <>
          {hostingLeases.length ? <ul class="cards">{hostingLeases.map((l) => <LeaseCard key={l.hostingLeaseId} lease={l} again={reading.again} />)}</ul> : <p class="hint">{t("deals.leases.none")}</p>}
          <Pager pages={pages} next={nextPageToken} />
        </>
      )}</Wait>
    </Section>
  );
}
