// What is under way on one asset: its options, first in the queue first.
import { get, list, quoted } from "../api";
import { Section, Wait } from "../parts/page";
import { useRead } from "../read";
import { t } from "../words";
import { OptionRow } from "./options";
import type { OptionPage } from "./types";

export interface DealsProps { assetId: string; assetName: string; again: () => Promise<unknown> }

// Deals are drawn on the page of the asset; again has the page read what a deal changed of it.
export function Deals({ assetId, again }: DealsProps) {
  const reading = useRead(() => get<OptionPage>(list("/v1/options", { filter: `assetId = ${quoted(assetId)}`, pageSize: 100 })), assetId);
  return (
    <Section title={t("option.title")} count={reading.value && String(reading.value.options.length)}>
      <Wait reading={reading}>{({ options }) => (options.length
        ? <ul class="rows">{options.map((o) => <OptionRow key={o.optionId} option={o} again={() => Promise.all([reading.again(), again()])} />)}</ul>
        : <p class="hint">{t("option.none")}</p>)}</Wait>
    </Section>
  );
}
