// What these pages read of permanences and appointments.
export interface Recurrence { frequency: string; weekday: number; weekOfMonth: number; dates: string[]; startMinute: number; endMinute: number }
export interface Closure { fromDate: string; toDate: string; reason: string }
export interface Attendance { booked: number; done: number; noShow: number; excused: number; revoked: number }
export interface Permanence {
  permanenceId: string; etag: string; status: string; statusLabel: string; bodyId: string; hostBodyId: string; title: string; description: string; place: string; room: string;
  subjectCodes: string[]; recurrence?: Recurrence; slotMinutes: number; seatsPerSlot: number; fromDate: string; untilDate: string; closures: Closure[];
  attendance?: Attendance; allowedActions: string[];
}
export interface Slot { startTime: string; endTime: string; date: string; freeSeats: number; seats: number; plannedTime?: string }
export interface Slots { slots: Slot[]; closedDays: { date: string; label: string }[] }
export interface Appointment {
  appointmentId: string; etag: string; status: string; statusLabel: string; permanenceId: string; startTime: string; endTime: string; caseId: string;
  company?: { name: string }; bodyId: string; title: string; place: string; room: string; note: string; reasonLabel: string; reasonNote: string; allowedActions: string[];
}
