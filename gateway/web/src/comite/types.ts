// What these pages read of the comité.
export interface Participant { bodyId: string; names: string; absent: boolean }
export interface Decision { kind: string; kindLabel: string; text: string; bodyId: string; dueDate: string }
export interface Item {
  itemId: string; caseId: string; caseNumber: string; companyName: string; reasons: { kind: string; label: string; bodyIds: string[] }[]; manual: boolean;
  caseStatus: string; caseStatusLabel: string; closedSince: boolean; decision?: Decision;
}
export interface Meeting {
  meetingId: string; etag: string; status: string; statusLabel: string; bodyId: string; coordinated: boolean; title: string; heldDate: string; place: string;
  participants: Participant[]; items: Item[]; hiddenItemCount: number; moreStuck: boolean; reasonNote: string; allowedActions: string[];
}
export interface Minutes {
  title: string; heldDate: string; place: string; bodyName: string; participants: { bodyName: string; names: string; absent: boolean }[];
  items: { caseNumber: string; companyName: string; reasons: string[]; kindLabel: string; text: string; bodyName: string; dueDate: string; caseStatusLabel: string }[];
  withheldItemCount: number; note: string;
}
export interface MeetingProps { meeting: Meeting; again: () => Promise<unknown> }

export const address = (id: string) => `/v1/meetings/${id}`;
