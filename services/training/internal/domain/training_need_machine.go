package domain

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/machine"
)

// The statuses of a training need, as short names.
const (
	expressed     = trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_EXPRESSED
	qualified     = trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_QUALIFIED
	grouped       = trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_GROUPED
	matched       = trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_MATCHED
	sessionOpened = trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_SESSION_OPENED
	met           = trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_MET
	dropped       = trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_DROPPED
)

type needStatuses = []trainingv1.TrainingNeedStatus

// NeedMachine is the state machine of a training need. Source: design of the domain, section 4. Only the platform groups
// needs, and takes one back to qualified when what answered it is gone.
var NeedMachine = machine.Machine[trainingv1.TrainingNeedStatus]{
	{Action: "qualify", From: needStatuses{expressed}, To: qualified, By: staff},
	{Action: "group", From: needStatuses{qualified}, To: grouped},
	{Action: "match", From: needStatuses{qualified, grouped}, To: matched, By: staff},
	{Action: "match", From: needStatuses{qualified, grouped, matched}, To: sessionOpened, By: staff},
	{Action: "release", From: needStatuses{grouped, matched, sessionOpened}, To: qualified},
	{Action: "meet", From: needStatuses{matched, sessionOpened}, To: met, By: staff},
	{Action: "drop", From: needStatuses{expressed, qualified, grouped, matched, sessionOpened}, To: dropped, By: staff},
}
