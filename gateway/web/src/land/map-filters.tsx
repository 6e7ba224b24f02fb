// What of the register the map shows.
import { useState } from "preact/hooks";
import { get, list } from "../api";
import { prefixed } from "../dossier/commands";
import { once } from "../read";
import { CodePick, Pick } from "../queues/filters";
import { useOnce } from "../names";
import { Fold } from "../parts/page";
import { t } from "../words";

export type Chosen = Partial<Record<"type" | "etat" | "usage" | "min" | "max" | "zone" | "couche" | "commune" | "lieu", string>>;

// states are the availabilities behind each choice; brownfields that nothing holds have none.
const states: Record<string, string[]> = {
  libre: ["FOR_SALE", "FOR_SALE_WITH_CONSTRAINTS", "UNSPECIFIED"], reserve: ["OPTIONED", "RESERVED_BY_DELIBERATION"], cede: ["SOLD", "LET"], autre: ["NOT_FOR_SALE", "WITHDRAWN"],
};
const premises = ["WORKSHOP", "WAREHOUSE", "OFFICE", "SHOP", "LABORATORY", "INCUBATOR", "COWORKING"];

// asked are the filters as the API takes them.
export function asked(f: Chosen): string {
  const kinds = f.type === "LOCAL" ? premises : f.type ? [f.type] : [];
  return new URLSearchParams([
    ...kinds.map((k) => ["kinds", `ASSET_KIND_${k}`]), ...(states[f.etat ?? ""] ?? []).map((a) => ["availabilities", `ASSET_AVAILABILITY_${a}`]),
    ...(f.usage ? [["use", f.usage]] : []), ...(f.min ? [["minAreaM2", f.min]] : []), ...(f.max ? [["maxAreaM2", f.max]] : []),
    ...(f.zone ? [["zoneId", f.zone]] : []), ...(f.couche ? [["riskLayerId", f.couche]] : []), ...(f.commune ? [["communeCode", f.commune]] : []),
  ]).toString();
}

interface Layer { riskLayerId: string; name: string }
const layers = once(async () => (await get<{ riskLayers: Layer[] }>(list("/v1/risk-layers", { filter: "status = RISK_LAYER_STATUS_CURRENT", pageSize: 100 }))).riskLayers);

const areas = [500, 1000, 2500, 5000, 10_000, 50_000];
const any = () => ({ value: "", label: t("filter.all") });

export function MapFilters({ filters: f, change }: { filters: Chosen; change: (more: Chosen) => void }) {
  const risks = useOnce(layers, []);
  const sizes = areas.map((m2) => ({ value: String(m2), label: t("map.m2", { n: m2 }) }));
  const [wide] = useState(() => innerWidth > 768); // where there is room they are open at first
  const set = [f.type, f.etat, f.usage, f.min, f.max, f.couche, f.zone].filter(Boolean).length;
  return (
    <div class="filters" role="search" aria-label={t("map.filters")}><Fold title={t("map.filters.n", { n: set })} open={wide}><div class="controls">
      <Pick label={t("map.kind")} value={f.type ?? ""} change={(type) => change({ type })} options={[any(), { value: "LOCAL", label: t("map.premises") }, ...prefixed("asset", "")]} />
      <Pick label={t("map.state")} value={f.etat ?? ""} change={(etat) => change({ etat })}
        options={[any(), ...Object.keys(states).map((value) => ({ value, label: t(`map.state.${value}` as "map.state.libre") }))]} />
      <Pick label={t("map.use")} value={f.usage ?? ""} change={(usage) => change({ usage })} options={[any(), ...prefixed("landuse", "LAND_USE_")]} />
      <Pick label={t("map.min")} value={f.min ?? ""} change={(min) => change({ min })} options={[any(), ...sizes]} />
      <Pick label={t("map.max")} value={f.max ?? ""} change={(max) => change({ max })} options={[any(), ...sizes]} />
      {risks.length > 0 && <Pick label={t("map.layer")} value={f.couche ?? ""} change={(couche) => change({ couche })} options={[any(), ...risks.map((r) => ({ value: r.riskLayerId, label: r.name }))]} />}
      {f.zone && <p class="chosen"><span>{t("map.zone")}</span><button type="button" class="button second small" onClick={() => change({ zone: "" })}>{t("map.zone.only")} ×</button></p>}
      <CodePick of="COMMUNE" label={t("map.commune")} value="" change={(commune) => change({ commune })} />
    </div></Fold></div>
  );
}
