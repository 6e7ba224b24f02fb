// What the console reads of sales, of hosting leases and of the entries of the ledger of land used up.
import type { Asset, Company, Money } from "../types";

interface Deal {
  status: string; statusLabel: string; etag: string; allowedActions: string[]; asset?: Asset; company?: Company; bodyId: string; areaM2: number;
  optionId: string; landRequestId: string; caseId: string; endReason: string; reasonNote: string;
}
export interface LandSale extends Deal {
  landSaleId: string; assetId: string; price?: Money; createdJobCount: number; keptJobCount: number; deliberationDate: string; deliberationReference: string;
  promiseDate: string; promiseEndDate: string; permitFiledDate: string; permitReference: string; permitGrantedDate: string; deedDate: string;
  deedReference: string; zanEntryId: string;
}
export interface RentStep { fromMonth: number; monthlyRent?: Money; preferential: boolean }
export interface HostingLease extends Deal {
  hostingLeaseId: string; premisesId: string; startDate: string; monthCount: number; endDate: string; rentSteps: RentStep[];
  preferentialMonthCount: number; preferentialEndDate: string; warnedMonths: number; followUp: string; moveOnRequestId: string;
}
export interface ZanEntry {
  zanEntryId: string; kind: string; kindLabel: string; etag: string; entryDate: string; areaM2: number; legalReason: string; legalReasonLabel: string;
  assetId: string; landSaleId: string; reversesEntryId: string; reversedByEntryId: string; actReference: string; description: string; bodyId: string;
  allowedActions: string[];
}
export interface SalePage { landSales: LandSale[]; nextPageToken: string }
export interface LeasePage { hostingLeases: HostingLease[]; nextPageToken: string }
export interface EntryPage { zanEntries: ZanEntry[]; nextPageToken: string }

export type Again = () => Promise<unknown>;
