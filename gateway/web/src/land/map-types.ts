// What the console reads of the map of land.
import type { Point } from "./asset-types";

type Ring = [number, number][];
export type Geometry = { type: "Point"; coordinates: [number, number] } | { type: "Polygon"; coordinates: Ring[] } | { type: "MultiPolygon"; coordinates: Ring[][] };

export interface Feature {
  id: string; geometry: Geometry;
  properties: {
    item: string; name: string; count: number; kind: string; kindLabel: string; availability: string; statusLabel: string; areaM2: number; commune: string;
    approximate: boolean; demonstration: boolean;
  };
}
export interface LandMap {
  features: Feature[]; assetCount: number; offMarketCount: number; tooMany: boolean; moreZones: boolean; sentence: string;
  communes: { communeCode: string; name: string; point: Point }[]; bbox: [number, number, number, number];
}

export const isCluster = (f: Feature) => f.properties.item === "LAND_MAP_ITEM_CLUSTER";
export const isZone = (f: Feature) => f.properties.item === "LAND_MAP_ITEM_ZONE";

// form is how an asset is drawn: each kind has its shape.
export const form = (kind: string): "plot" | "brownfield" | "premises" =>
  kind === "ASSET_KIND_PLOT" ? "plot" : kind === "ASSET_KIND_BROWNFIELD" ? "brownfield" : "premises";

// standing is the colour of an asset: free, held, gone, or nothing said.
export function standing(availability: string): string {
  if (/FOR_SALE(_WITH_CONSTRAINTS)?$/.test(availability) && !/NOT_FOR_SALE$/.test(availability)) return "free";
  if (/OPTIONED$|RESERVED/.test(availability)) return "held";
  return /UNSPECIFIED$/.test(availability) ? "unsaid" : "gone";
}
