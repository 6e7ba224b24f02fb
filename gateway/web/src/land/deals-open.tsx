// The sales and the leases that are under way in the territory, the next to end first.
import { get, list } from "../api";
import { Export } from "../parts/export";
import { Section, Wait } from "../parts/page";
import { Pager, usePages } from "../queues/table";
import { useRead, useTurn } from "../read";
import { t } from "../words";
import type { LeasePage, SalePage } from "./deals-types";
import { LeaseCard } from "./lease";
import { SaleCard } from "./sale";

const open = "open = true";

interface OpenProps { turn: number; after: () => void }

export function OpenSales({ turn, after }: OpenProps) {
  const pages = usePages("sales");
  const reading = useRead(() => get<SalePage>(list("/v1/land-sales", { filter: open, orderBy: "deliberationDate", pageSize: 20, pageToken: pages.token })), pages.token);
  useTurn(reading, turn);
  const again = () => reading.again().then(after);
  return (
    <Section title={t("deals.sales")} aside={<Export path="/v1/land-sales" filter={open} orderBy="deliberationDate" of={t("deals.sales")} />}>
      <Wait reading={reading}>{({ landSales, nextPageToken }) => (
        <>
          {landSales.length ? <ul class="cards">{landSales.map((s) => <SaleCard key={s.landSaleId} sale={s} again={again} />)}</ul> : <p class="hint">{t("deals.sales.none")}</p>}
          <Pager pages={pages} next={nextPageToken} />
        </>
      )}</Wait>
    </Section>
  );
}

export function OpenLeases({ turn }: { turn: number }) {
  const pages = usePages("leases");
  const reading = useRead(() => get<LeasePage>(list("/v1/hosting-leases", { filter: open, orderBy: "endDate", pageSize: 20, pageToken: pages.token })), pages.token);
  useTurn(reading, turn);
  return (
    <Section title={t("deals.leases")} aside={<Export path="/v1/hosting-leases" filter={open} orderBy="endDate" of={t("deals.leases")} />}>
      <Wait reading={reading}>{({ hostingLeases, nextPageToken }) => (
        <>
          {hostingLeases.length ? <ul class="cards">{hostingLeases.map((l) => <LeaseCard key={l.hostingLeaseId} lease={l} again={reading.again} />)}</ul> : <p class="hint">{t("deals.leases.none")}</p>}
          <Pager pages={pages} next={nextPageToken} />
        </>
      )}</Wait>
    </Section>
  );
}
