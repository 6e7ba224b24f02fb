// The pages of land: the deals, and one page a zone and an asset.
import type { ComponentChildren } from "preact";
import type { Place } from "../route";
import type { Me } from "../types";
import { AssetPage } from "./asset";
import { LandDealsPage } from "./page";

export function LandPages({ place, me }: { place: Place; me: Me }): ComponentChildren {
  const [, kind = "", id = ""] = place.path;
  if (kind === "bien" && id) return <AssetPage key={id} assetId={id} me={me} />;
  return <LandDealsPage me={me} />;
}
