// What the console reads of the API's resources; the whole is in /openapi.json.

export interface Company { companyId: string; siret: string; name: string; communeCode: string; verification: string }
export interface Contact { name: string; email: string; phone: string }
export interface PartnerBody { partnerBodyId: string; name: string; shortName: string }
export interface Me { name: string; bodyId: string; companyId: string; territory: string; roles: string[] }
export interface Need {
  needId: string; subjectCode: string; description: string;
  linkedKind: string; linkedId: string; linkedStatus: string; linkedStatusLabel: string;
}
export interface Case {
  caseId: string; number: string; status: string; statusLabel: string; etag: string; dueDate: string; description: string;
  leadBodyId: string; company?: Company; contact?: Contact; needs: Need[]; allowedActions: string[];
}
export interface Referral {
  referralId: string; caseId: string; caseNumber: string; status: string; statusLabel: string; etag: string; bodyId: string;
  sentence: string; note: string; dueDate: string; company?: Company; allowedActions: string[];
}
export interface Proposal { bodyId: string; bodyName: string; subjectCode: string; needIds: string[]; sentence: string; consentGiven: boolean }
export interface LandRequest { landRequestId: string; status: string; statusLabel: string; etag: string; allowedActions: string[]; shortlist: { asset?: Asset }[] }
export interface Asset { assetId: string; name: string; communeName?: string; areaM2: number }
export interface Match { matchId: string; asset: Asset; score: number; nearMiss: boolean; sentence: string; criteria: { sentence: string; met: boolean }[] }
export interface Linked { statusLabel: string; status: string }
export interface Entry { entryId: string; time: string; label: string; actorBodyId: string }
export interface Dossier {
  case: Case; company?: { legalName?: string }; referrals: Referral[]; proposals: Proposal[]; landRequests: LandRequest[];
  recruitmentNeeds: Linked[]; trainingNeeds: Linked[]; timeline: Entry[]; missing: { part: string; reason: string }[];
}
export interface Subject { subjectCode: string; label: string; parentCode: string; linkedKind: string }
