// What the console reads of the API's resources; the whole is in /openapi.json.

export interface Company { companyId: string; siret: string; name: string; communeCode: string; verification: string; ceased?: boolean }
export interface Contact { name: string; email: string; phone: string; role: string; preferredChannel: string }
export interface Directory extends Company {
  status: string; statusLabel: string; siren: string; diffusion: string; naf: { code: string; nomenclature: string }[]; legalFormLabel: string;
  headcount?: { code: string; year: number }; creationDate: string; address: string; postalCode: string; qpvCode: string; contacts: Contact[]; recentContacts: RecentContact[];
}
export interface RecentContact { bodyId: string; sentence: string; daysAgo: number; heldDate: string; note: string; kindLabel: string }
export interface PartnerBody { partnerBodyId: string; name: string; shortName: string; hostedByBodyId: string; email: string; phone: string; status: string }
export interface Me {
  name: string; personId: string; bodyId: string; companyId: string; territory: string; roles: string[];
  memberships: { membershipId: string; bodyId: string; companyId: string }[];
}
export interface Answer { questionCode: string; value: string; values: string[] }
export interface Money { amountCents: string; currency: string }
export interface LandNeed {
  assetKinds: string[]; tenure: string; minAreaM2: number; maxAreaM2: number; communeCodes: string[]; radiusKm: number; neededByDate: string;
  maxPricePerM2?: Money; jobCount: number;
}
export interface HiringNeed { romeCode: string; title: string; positionCount: number; contractKind: string; communeCode: string; startDate: string }
export interface SkillsNeed { romeCode: string; personCount: number; topic: string; communeCode: string; fromDate: string; toDate: string }
export interface Need {
  needId: string; subjectCode: string; description: string; answers: Answer[]; linkedKind: string; linkedId: string; linkedStatus: string;
  linkedStatusLabel: string; linkedTerminal: boolean; land?: LandNeed; recruitment?: HiringNeed; training?: SkillsNeed;
}
export interface Consent { bodyId: string; channel: string; withdrawn: boolean; givenTime?: string; withdrawnTime?: string }
export interface Case {
  caseId: string; number: string; status: string; statusLabel: string; etag: string; origin: string; urgency: string; description: string;
  receivedTime?: string; dueDate: string; assignedPersonId: string; leadBodyId: string; company?: Company; contact?: Contact; needs: Need[];
  consents: Consent[]; allowedActions: string[]; projectLeaderId: string; qpvCode: string; possibleDuplicateIds: string[];
  duplicateOfCaseId: string; referrals: { referralId: string; bodyId: string; status: string; statusLabel: string }[]; reason: string;
  reasonNote: string; outcome: string; proposedOutcome: string; outcomeNote: string; orientation: string; firstAnswerTime?: string;
  qualifiedTime?: string; closedTime?: string; statusTime?: string; createdByBodyId: string; pauses: { fromTime: string; toTime?: string }[];
  followers?: unknown[]; followed: boolean; unreadCount: number; openParts: { partId: string; kind: string; label: string }[]; responsibleBodyId: string;
  responsibility?: { sinceTime: string; reasonLabel: string }; rerouteOffered?: Reroute;
  recentContacts: RecentContact[]; possibleDuplicates: { caseId: string; number: string; score: number; reasons: string[] }[];
  linkedCases: { caseId: string; number: string }[]; contactAttempts: unknown[]; satisfaction?: { marks: number[]; comment: string; editableUntilTime: string };
}
export interface Notice { text: string; rulesPath: string; contactBodyId: string }
export interface RoutingNote { needId: string; subjectCode: string; sentence: string; nobody: boolean }
export interface RuleSet {
  routingRuleSetId: string; status: string; statusLabel: string; etag: string; number: number; description: string; publishedTime?: string;
  rules: { ruleCode: string; sentence: string; reason: string }[]; faults: { path: string; faultCode: string; message: string }[]; allowedActions: string[];
}
export interface Simulation {
  sentence: string; moves: { caseId: string; caseNumber: string; needId: string; subjectCode: string; sentence: string; losesOnlyBody: boolean }[];
}
export interface Cell { communeCode: string; communeName: string; subjectCode: string; subjectLabel: string; levelLabel: string; bodyIds: string[] }
export interface Gap { coverageGapId: string; sentence: string }
export interface Offer { serviceOfferId: string; name: string; statusLabel: string; subjectCodes: string[]; promiseBusinessDays: number }
export interface Reroute { bodyId: string; sentence: string; consentGiven: boolean }
export interface Referral {
  rerouteOffered?: Reroute; needIds: string[]; algorithmNotice?: Notice; rulesFired: string[];
  referralId: string; caseId: string; caseNumber: string; status: string; statusLabel: string; etag: string; bodyId: string; senderBodyId: string;
  subjectCodes: string[]; sentence: string; note: string; dueDate: string; sentTime?: string; answeredTime?: string; endedTime?: string;
  assignedPersonId: string; company?: Company; declineReason: string; reasonNote: string; nextBodyId: string; nobody: boolean; outcome: string;
  outcomeNote: string; allowedActions: string[];
}
export interface Proposal {
  bodyId: string; bodyName: string; subjectCode: string; needIds: string[]; sentence: string; consentGiven: boolean; load: number;
  capacityPerWeek: number; promiseBusinessDays: number; personId: string; algorithmNotice?: Notice; rulesFired: string[];
}
export interface Asset { assetId: string; name: string; communeCode: string; communeName?: string; areaM2: number }
export interface LandRequest {
  landRequestId: string; status: string; statusLabel: string; etag: string; allowedActions: string[]; need?: LandNeed; description: string;
  shortlist: { asset?: Asset; matchId: string }[]; visits: { visitTime: string; assetIds: string[]; note: string }[]; holdUntilDate: string;
  reasonNote: string; caseLink?: CaseLink; company?: Company;
}
export interface CaseLink { caseId: string; caseNumber: string; needId: string }
export interface Match {
  matchId: string; asset: Asset; score: number; nearMiss: boolean; sentence: string; status: string; statusLabel: string;
  criteria: { label: string; sentence: string; met: boolean; hard: boolean; points: number; maxPoints: number }[]; allowedActions: string[];
}
export interface RecruitmentNeed {
  recruitmentNeedId: string; status: string; statusLabel: string; etag: string; allowedActions: string[]; need?: HiringNeed; expiryDate: string;
  hiredCount: number; applicationCount: number; caseLink?: CaseLink; company?: Company; landRequestId?: string; reasonNote: string; hires: { count: number; hireDate: string }[];
}
export interface TrainingNeed {
  trainingNeedId: string; status: string; statusLabel: string; etag: string; allowedActions: string[]; need?: SkillsNeed; reasonNote: string;
  trainingOfferId: string; trainingSessionId: string; caseLink?: CaseLink; company?: Company; targetLevel: number;
}
export interface Message {
  messageId: string; visibility: string; visibilityLabel: string; text: string; authorPersonId: string; authorBodyId: string; fromCompany: boolean;
  createdTime: string; mentionedPersonIds: string[]; mentionedBodyIds: string[]; deletedTime?: string; unread: boolean; caseId: string;
  etag: string; allowedActions: string[]; edits: unknown[];
}
export interface Task {
  taskId: string; etag: string; status: string; statusLabel: string; caseId: string; title: string; description: string; ownerPersonId: string;
  ownerBodyId: string; ownerCompanyId: string; dueDate: string; recommendation: boolean; visibilityLabel: string; allowedActions: string[]; dismissNote: string;
}
export interface Opinion {
  opinionId: string; etag: string; status: string; statusLabel: string; question: string; personId: string; bodyId: string;
  expert?: { name: string; email: string }; expireTime: string; link: string; allowedActions: string[]; authorBodyId: string; shared: { label: string; text: string }[];
}
export interface Entry { entryId: string; time: string; label: string; actorBodyId: string }
export interface Dossier {
  case: Case; company?: Directory; projectLeader?: { project: string; contact?: Contact; communeCode: string; statusLabel: string };
  referrals: Referral[]; proposals: Proposal[]; landRequests: LandRequest[]; recruitmentNeeds: RecruitmentNeed[]; trainingNeeds: TrainingNeed[];
  messages: Message[]; timeline: Entry[]; missing: { part: string; reason: string }[]; messagesNextPageToken: string; timelineNextPageToken: string;
  exchanges: Exchange[]; tasks: Task[]; opinions: Opinion[]; routingNotes: RoutingNote[];
}
export interface Question {
  questionCode: string; label: string; kind: string; unit: string; choices: { code: string; label: string }[]; required: boolean; help: string;
}
export interface Subject { subjectCode: string; label: string; description: string; parentCode: string; status: string; linkedKind: string; questions: Question[] }
export interface Count { count: number; more: boolean }
export interface Receipt {
  number: string; receivedTime: string; dueDate: string; contactBodyName: string; contactBodyAddress: string; contactBodyEmail: string;
  contactBodyPhone: string; requesterName: string; subjectLabels: string[]; text: string;
}
export interface Exchange {
  exchangeId: string; kindLabel: string; outcomeLabel: string; outcome: string; heldTime: string; minutes: number; contactName: string; note: string;
  authorBodyId: string; authorPersonId: string; visibility: string; visibilityLabel: string;
}
export interface CodeEntry { code: string; label: string; hint: string }
