// The pages of land: the deals, the map, and one page a zone, an asset and a search that no case opened.
import type { ComponentChildren } from "preact";
import { useTitle } from "../app";
import { LandPage } from "../linked/land";
import { href, type Place } from "../route";
import type { Me } from "../types";
import { lend, t } from "../words";
import { map } from "../words/fr.map";
import { AssetPage } from "./asset";
import { MapPage } from "./map";
import { LandDealsPage } from "./page";
import "./words";
import { ZonePage } from "./zone";

lend(map);

export function LandPages({ place, me }: { place: Place; me: Me }): ComponentChildren {
  const [, kind = "", id = ""] = place.path;
  if (kind === "bien" && id) return <AssetPage key={id} assetId={id} me={me} />;
  if (kind === "zone" && id) return <ZonePage key={id} zoneId={id} />;
  if (kind === "demande" && id) return <RequestPage key={id} id={id} />;
  if (kind === "carte") return <MapPage query={place.query} />;
  return <LandDealsPage me={me} />;
}

// RequestPage is a search that no case opened.
function RequestPage({ id }: { id: string }) {
  useTitle(t("linked.foncier"));
  return <article class="dossier"><p><a href={href("foncier")}>{t("deals.back")}</a></p><LandPage id={id} caseId="" /></article>;
}
