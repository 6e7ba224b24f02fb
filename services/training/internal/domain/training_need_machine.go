package domain

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
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

// staff are those who work on needs.
var staff = []actor.Role{actor.HupAdvisor, actor.BodyManager, actor.PartnerExpert, actor.HupCoordinator, actor.PartnerAPI}

// NeedMachine is the state machine of a training need. Source: design of the domain, section 4.
var NeedMachine = machine.Machine[trainingv1.TrainingNeedStatus]{
	{Action: "qualify", From: []trainingv1.TrainingNeedStatus{expressed}, To: qualified, By: staff},
	{Action: "group", From: []trainingv1.TrainingNeedStatus{qualified}, To: grouped},
	{Action: "match", From: []trainingv1.TrainingNeedStatus{qualified, grouped}, To: matched, By: staff},
	{Action: "match", From: []trainingv1.TrainingNeedStatus{qualified, grouped}, To: sessionOpened, By: staff},
	{Action: "meet", From: []trainingv1.TrainingNeedStatus{matched, sessionOpened}, To: met, By: staff},
	{Action: "drop", From: []trainingv1.TrainingNeedStatus{expressed, qualified, grouped, matched, sessionOpened}, To: dropped, By: staff},
}
