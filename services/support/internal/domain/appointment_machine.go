package domain

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/machine"
)

// The statuses of an appointment, as short names.
const (
	booked  = supportv1.AppointmentStatus_APPOINTMENT_STATUS_BOOKED
	done    = supportv1.AppointmentStatus_APPOINTMENT_STATUS_DONE
	noShow  = supportv1.AppointmentStatus_APPOINTMENT_STATUS_NO_SHOW
	excused = supportv1.AppointmentStatus_APPOINTMENT_STATUS_EXCUSED
	revoked = supportv1.AppointmentStatus_APPOINTMENT_STATUS_REVOKED
)

type appointmentStatuses = []supportv1.AppointmentStatus

// AppointmentMachine is the state machine of an appointment; whose it is decides Appointment.Check. What was said of who came
// can be corrected; what was called off is over.
var AppointmentMachine = machine.Machine[supportv1.AppointmentStatus]{
	{Action: "update", From: appointmentStatuses{booked}, To: booked, By: everybody},
	{Action: "move", From: appointmentStatuses{booked}, To: booked, By: everybody},
	{Action: "complete", From: appointmentStatuses{booked, noShow}, To: done, By: experts},
	{Action: "markNoShow", From: appointmentStatuses{booked, done}, To: noShow, By: experts},
	{Action: "excuse", From: appointmentStatuses{booked, noShow}, To: excused, By: everybody},
	{Action: "revoke", From: appointmentStatuses{booked}, To: revoked, By: experts},
}
