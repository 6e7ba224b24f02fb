// How an asset stood, day by day: the present first.
import { get, list } from "../api";
import { fullDay } from "../dates";
import { Section, Status, Wait } from "../parts/page";
import { useRead } from "../read";
import { t } from "../words";

interface Period { fromDate: string; toDate: string; dayCount: number; availability: string; availabilityLabel: string }

export function History({ assetId, version }: { assetId: string; version: string }) {
  const reading = useRead(() => get<{ periods: Period[] }>(list(`/v1/assets/${assetId}/availability-periods`, { pageSize: 50 })), `${assetId} ${version}`);
  return (
    <Section title={t("asset.history")}>
      <Wait reading={reading}>{(page) => <ul class="rows small">{page.periods.map((p) => (
        <li class="row" key={p.fromDate}>
          <span class="what"><Status status={p.availability} label={p.availabilityLabel} /></span>
          <span class="hint whole">{p.toDate ? t("asset.stood", { from: fullDay(p.fromDate), to: fullDay(p.toDate) }) : t("asset.stands", { from: fullDay(p.fromDate) })} · {t("asset.days", { n: p.dayCount })}</span>
        </li>
      ))}</ul>}</Wait>
    </Section>
  );
}
