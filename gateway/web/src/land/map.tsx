// The map of land: what there is in a part of the territory. The list beside it has the same items for those who do not see the map;
// the address keeps the place and the filters.
import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "../api";
import { useTitle } from "../app";
import { Section } from "../parts/page";
import { useRead } from "../read";
import { go, href, stay } from "../route";
import { reasonOf } from "../say";
import { t } from "../words";
import { Board, Legend, useSize } from "./map-board";
import { asked, MapFilters, type Chosen } from "./map-filters";
import { Items } from "./map-list";
import { boxOf, fitted, zoomed, type View } from "./map-place";
import { isCluster, isZone, type Feature, type LandMap } from "./map-types";

const path = "foncier/carte";

// viewOf is the view that the address holds.
function viewOf(query: URLSearchParams): View | undefined {
  const [lon = NaN, lat = NaN, zoom = NaN] = (query.get("lieu") ?? "").split(",").map(Number);
  return Number.isFinite(lon + lat + zoom) ? { at: { lon, lat }, zoom } : undefined;
}

// inOrder begins with where most is, and ends with the zones.
const inOrder = (all: Feature[]) => [
  ...all.filter(isCluster).sort((a, b) => b.properties.count - a.properties.count), ...all.filter((f) => !isCluster(f) && !isZone(f)), ...all.filter(isZone),
];

export function MapPage({ query }: { query: URLSearchParams }) {
  useTitle(t("map.title"));
  const board = useSize();
  const view = viewOf(query);
  const filters = Object.fromEntries(query) as Chosen;
  const look = (v: View, more: Chosen = filters) => stay(path, { ...more, lieu: `${v.at.lon.toFixed(5)},${v.at.lat.toFixed(5)},${v.zoom}`, commune: "" });
  const [chosen, setChosen] = useState("");
  const address = board.size && `/v1/land-map?${asked(filters)}${view ? `&bbox=${boxOf(view, board.size).map((d) => d.toFixed(5)).join(",")}&zoom=${view.zoom}` : ""}`;
  const reading = useRead(async () => (address ? get<LandMap>(address) : undefined), address ?? "");
  const kept = useRef<LandMap>();
  if (reading.value) kept.current = reading.value;
  const map = kept.current;
  useEffect(() => { if (!view && reading.value && board.size) look(fitted(reading.value.bbox, board.size)); }, [reading.value]);

  // choose finds the item of the list; a square is come nearer to.
  function choose(f: Feature) {
    if (isCluster(f) && view) return near(f);
    setChosen(f.id);
    document.getElementById(`item-${f.id}`)?.querySelector<HTMLElement>("a, button")?.focus();
  }
  function near(f: Feature) {
    if (!view || f.geometry.type !== "Point") return;
    const [lon, lat] = f.geometry.coordinates;
    look(zoomed(view, 2, { lon, lat }));
  }

  return (
    <>
      <div class="title"><h1>{t("map.title")}</h1><a class="button second" href={href("foncier")}>{t("map.deals")}</a></div>
      <MapFilters filters={filters} change={(more) => (more.commune ? go(path, { ...filters, ...more, lieu: "" }) : stay(path, { ...filters, ...more }))} />
      {reading.error !== undefined && <p class="failed">{reasonOf(reading.error)}</p>}
      <div class="columns work">
        <div>
          <Board board={board} map={map} view={view} look={look} chosen={chosen} choose={choose} />
          <Legend />
          <p class="hint">{t("map.help")}</p>
        </div>
        <Section title={t("map.list")} count={map && String(map.assetCount)} class="beside">
          <p role="status" class="hint">{map?.sentence}{map?.moreZones && ` ${t("map.moreZones")}`}</p>
          {map && <Items features={inOrder(map.features)} chosen={chosen} point={setChosen} near={near} />}
        </Section>
      </div>
    </>
  );
}
