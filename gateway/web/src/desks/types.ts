// What these pages read of permanences and appointments.
export interface Permanence { permanenceId: string; bodyId: string; title: string; description: string; place: string; room: string; subjectCodes: string[] }
export interface Slot { startTime: string; endTime: string; date: string; freeSeats: number }
export interface Appointment {
  appointmentId: string; etag: string; status: string; statusLabel: string; permanenceId: string; startTime: string; endTime: string; caseId: string;
  company?: { name: string }; bodyId: string; title: string; place: string; room: string; note: string; reasonLabel: string; reasonNote: string; allowedActions: string[];
}
