package domain

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/machine"
)

// The statuses of a training session, as short names.
const (
	planned   = trainingv1.TrainingSessionStatus_TRAINING_SESSION_STATUS_PLANNED
	opened    = trainingv1.TrainingSessionStatus_TRAINING_SESSION_STATUS_OPEN
	full      = trainingv1.TrainingSessionStatus_TRAINING_SESSION_STATUS_FULL
	confirmed = trainingv1.TrainingSessionStatus_TRAINING_SESSION_STATUS_CONFIRMED
	running   = trainingv1.TrainingSessionStatus_TRAINING_SESSION_STATUS_RUNNING
	completed = trainingv1.TrainingSessionStatus_TRAINING_SESSION_STATUS_COMPLETED
	cancelled = trainingv1.TrainingSessionStatus_TRAINING_SESSION_STATUS_CANCELLED
)

type sessionStatuses = []trainingv1.TrainingSessionStatus

// SessionMachine is the state machine of a training session. Source: design of the domain, section 4. Seats make a session
// full and open again.
var SessionMachine = machine.Machine[trainingv1.TrainingSessionStatus]{
	{Action: "open", From: sessionStatuses{planned}, To: opened, By: staff},
	{Action: "fill", From: sessionStatuses{opened}, To: full},
	{Action: "free", From: sessionStatuses{full}, To: opened},
	{Action: "confirm", From: sessionStatuses{opened, full}, To: confirmed, By: staff},
	{Action: "start", From: sessionStatuses{confirmed}, To: running, By: staff},
	{Action: "complete", From: sessionStatuses{running}, To: completed, By: staff},
	{Action: "cancel", From: sessionStatuses{planned, opened, full, confirmed}, To: cancelled, By: staff},
}
