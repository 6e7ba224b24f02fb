// What the console reads of options, of supply against demand and of the ledger of land used up.
import type { Asset, Company, Count } from "../types";

export interface LandOption {
  optionId: string; status: string; statusLabel: string; etag: string; allowedActions: string[]; assetId: string; asset?: Asset; landRequestId: string;
  caseId: string; company?: Company; bodyId: string; keeperBodyId: string; periodDays: number; grantInTurn: boolean; rank: number; endDate: string;
  reasonNote: string; description: string; endReason: string;
}
export interface OptionPage { options: LandOption[] }
export interface OptionsOfDesk { count: Count; options: LandOption[] }
export interface Amount { count: string; areaM2: string; hectares: number }
export interface BalanceLine {
  zoneName: string; useLabel: string; asked: Amount; offered: Amount; met: Amount; failed: Amount; failedByReason: { reasonLabel: string; amount: Amount }[];
}
export interface LandBalance {
  year: number; offerDate: string; total: BalanceLine; lines: BalanceLine[]; formulas: { figure: string; formula: string }[]; sentence: string;
}
export interface ZanBalance {
  asOfDate: string; budgetM2: string; consumedM2: string; restoredM2: string; remainingM2: string; exceeded: boolean; usedPermille: number;
  path: { year: number; netM2: string; cumulatedNetM2: string; cumulatedCeilingM2: string }[]; formula: string; sentence: string;
}
