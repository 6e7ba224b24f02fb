// What the console reads of the register: the fields that the three kinds of assets share, and those of each.
import type { Money, Match } from "../types";

export interface Point { latitude: number; longitude: number }
export interface AssetTouch { riskLayerId: string; shapeId: string; kindLabel: string; sentence: string; sourceName: string; sourceDate: string }
export interface AssetRecord {
  name: string; etag: string; availability: string; availabilityLabel: string; statusLabel?: string; communeCode: string; commune: string; areaM2: number;
  zoneId?: string; point?: Point; confidentiality: string; bodyId: string; demonstration: boolean; description?: string; allowedActions: string[];
  touches: AssetTouch[]; zoneOverlaps: { zoneId: string; zoneName: string; shareBasisPoints: number }[]; parcelIds?: string[]; allowedUses?: string[];
  floodRisk: string; availableFromDate?: string; divisibleFromM2?: number; powerKva?: number; fibre?: boolean; rail?: boolean; vacantSinceDate?: string;
}
export interface Plot extends AssetRecord {
  landControl: string; servicingStage: string; occupation: string; pluZone: string; pluZoneName: string; zanClass: string; pricePerM2?: Money; servitudes: string[];
  risks: string[]; maxIcpeRegime: string;
}
export interface Premises extends AssetRecord {
  kind: string; address: string; landAreaM2: number; heightCm: number; floorLoadKgPerM2: number; craneLoadKg: number; lorryDoorCount: number; energyClass: string;
  tenure: string; rentPerM2Year?: Money; price?: Money; chargesPerM2Year?: Money; leaseKind: string; pluZone: string; lorryAccess: boolean;
  ownerContact?: { name: string; email: string; phone: string; note: string };
}
export interface Brownfield extends AssetRecord {
  type: string; occupation: string; address: string; activities: string[]; activityEndYear: number; buildings?: { count: number; state: string; vacancy: string };
  owner?: { personKind: string; name: string }; soilPollution: string; soilPollutionComment: string; plan?: { zone: string; zoneName: string };
  roadDistanceM?: number; railDistanceM?: number; source?: { name: string; producer: string; url: string }; checkedDate: string; costEstimate?: Money; procedures: string[];
  mutabilityScores: { use: string; score: number; reliability: number }[]; pageUrls: string[]; note: string; offered?: boolean;
}
export interface RequestMatch {
  landRequest: { landRequestId: string; statusLabel: string; status: string; company?: { name: string }; caseLink?: { caseId: string; caseNumber: string } };
  match: Match;
}
export interface Zone {
  zoneId: string; name: string; state: string; stateLabel: string; commune: string; bodyId: string; demonstration: boolean; description: string; point?: Point;
  vocation: string; vocations: string[]; networks: string[]; epciName: string; grossAreaM2: number; usefulAreaM2: number; forSaleAreaM2: number; projectAreaM2: number;
  establishmentCount: number; jobCount: number; creationYear: number; vacancyBasisPoints?: number; qualityLabel: string; checkedDate: string; sourceProducer: string;
  access?: { road: string; motorway: string; motorwayDistanceM?: number; station: string; stationDistanceM?: number; freightStation: string; freightStationDistanceM?: number };
  management?: { ownerName: string; developerName: string; sellerName: string };
  vacancyRate?: { basisPoints: number; landUnitCount: number; vacantLandUnitCount: number; computedDate: string; formula: string };
}
