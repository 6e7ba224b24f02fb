package domain

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/machine"
)

// The statuses of a meeting, as short names.
const (
	meetingPlanned   = supportv1.MeetingStatus_MEETING_STATUS_PLANNED
	meetingRunning   = supportv1.MeetingStatus_MEETING_STATUS_RUNNING
	meetingClosed    = supportv1.MeetingStatus_MEETING_STATUS_CLOSED
	meetingCancelled = supportv1.MeetingStatus_MEETING_STATUS_CANCELLED
)

type meetingStatuses = []supportv1.MeetingStatus

// MeetingMachine is the state machine of a meeting; who holds it decides Meeting.HeldBy.
var MeetingMachine = machine.Machine[supportv1.MeetingStatus]{
	{Action: "update", From: meetingStatuses{meetingPlanned}, To: meetingPlanned, By: experts},
	{Action: "update", From: meetingStatuses{meetingRunning}, To: meetingRunning, By: experts},
	{Action: "refreshAgenda", From: meetingStatuses{meetingPlanned}, To: meetingPlanned, By: experts},
	{Action: "refreshAgenda", From: meetingStatuses{meetingRunning}, To: meetingRunning, By: experts},
	{Action: "addItem", From: meetingStatuses{meetingPlanned}, To: meetingPlanned, By: experts},
	{Action: "addItem", From: meetingStatuses{meetingRunning}, To: meetingRunning, By: experts},
	{Action: "removeItem", From: meetingStatuses{meetingPlanned}, To: meetingPlanned, By: experts},
	{Action: "removeItem", From: meetingStatuses{meetingRunning}, To: meetingRunning, By: experts},
	{Action: "start", From: meetingStatuses{meetingPlanned}, To: meetingRunning, By: experts},
	{Action: "decide", From: meetingStatuses{meetingRunning}, To: meetingRunning, By: experts},
	{Action: "close", From: meetingStatuses{meetingRunning}, To: meetingClosed, By: experts},
	{Action: "cancel", From: meetingStatuses{meetingPlanned, meetingRunning}, To: meetingCancelled, By: experts},
}
