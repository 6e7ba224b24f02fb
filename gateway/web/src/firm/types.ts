// What these pages read of a company, beyond what the dossier needs.
import type { Contact, Directory } from "../types";

export interface Person extends Contact { contactId: string; roles: string[]; refusedChannels: string[]; bestTime: string }
export interface Moved { kind: string; kindLabel: string; ids: string[] }
export interface Firm extends Omit<Directory, "contacts"> {
  etag: string; legalName: string; tradeName: string; source: string; sourceTime?: string; groups: string[]; parentCompanyId: string; cessationDate: string;
  tags: { bodyId: string; tags: string[] }[]; portfolioOwners: { bodyId: string; personId: string }[]; contacts: Person[];
  mergedCompanyIds: string[]; mergedIntoCompanyId: string; allowedActions: string[];
}
export interface Duplicate { companyId: string; name: string; siret: string; communeCode: string; score: number; reasons: string[]; goesOn: boolean }
export interface Line { entryId: string; time: string; service: string; kind: string; caseId: string; text: string; actorBodyId: string }

// FirmProps is what every part of the page gets.
export interface FirmProps { firm: Firm; again: () => Promise<void> }
