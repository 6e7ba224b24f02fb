// The pages of land: the deals, the map, and one page a zone and an asset.
import type { ComponentChildren } from "preact";
import type { Place } from "../route";
import type { Me } from "../types";
import { lend } from "../words";
import { map } from "../words/fr.map";
import { AssetPage } from "./asset";
import { MapPage } from "./map";
import { LandDealsPage } from "./page";
import { ZonePage } from "./zone";
import "./words";

lend(map);

export function LandPages({ place, me }: { place: Place; me: Me }): ComponentChildren {
  const [, kind = "", id = ""] = place.path;
  if (kind === "bien" && id) return <AssetPage key={id} assetId={id} me={me} />;
  if (kind === "zone" && id) return <ZonePage key={id} zoneId={id} />;
  if (kind === "carte") return <MapPage query={place.query} />;
  return <LandDealsPage me={me} />;
}
