package domain

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/machine"
)

// The statuses of a task, as short names.
const (
	taskProposed   = supportv1.TaskStatus_TASK_STATUS_PROPOSED
	taskOpen       = supportv1.TaskStatus_TASK_STATUS_OPEN
	taskInProgress = supportv1.TaskStatus_TASK_STATUS_IN_PROGRESS
	taskDone       = supportv1.TaskStatus_TASK_STATUS_DONE
	taskDismissed  = supportv1.TaskStatus_TASK_STATUS_NOT_APPLICABLE
)

type taskStatuses = []supportv1.TaskStatus

// everybody works on tasks; whose one it is decides Task.mine.
var everybody = append([]actor.Role{actor.CompanyUser}, experts...)

// TaskMachine is the state machine of a task: the statuses of a recommendation, and of what is simply to be done.
var TaskMachine = machine.Machine[supportv1.TaskStatus]{
	{Action: "start", From: taskStatuses{taskProposed, taskOpen}, To: taskInProgress, By: everybody},
	{Action: "complete", From: taskStatuses{taskProposed, taskOpen, taskInProgress}, To: taskDone, By: everybody},
	{Action: "dismiss", From: taskStatuses{taskProposed, taskOpen, taskInProgress}, To: taskDismissed, By: everybody},
	{Action: "reopen", From: taskStatuses{taskDone, taskDismissed}, To: taskOpen, By: everybody},
	{Action: "update", From: taskStatuses{taskProposed}, To: taskProposed, By: everybody},
	{Action: "update", From: taskStatuses{taskOpen}, To: taskOpen, By: everybody},
	{Action: "update", From: taskStatuses{taskInProgress}, To: taskInProgress, By: everybody},
}
