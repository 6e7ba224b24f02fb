package domain

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/machine"
)

// The statuses of an option, as short names.
const (
	optionAsked     = landv1.OptionStatus_OPTION_STATUS_REQUESTED
	optionHolds     = landv1.OptionStatus_OPTION_STATUS_GRANTED
	optionExtended  = landv1.OptionStatus_OPTION_STATUS_EXTENDED
	optionConverted = landv1.OptionStatus_OPTION_STATUS_CONVERTED
	optionExpired   = landv1.OptionStatus_OPTION_STATUS_EXPIRED
	optionLifted    = landv1.OptionStatus_OPTION_STATUS_LIFTED
	optionRefused   = landv1.OptionStatus_OPTION_STATUS_REFUSED
)

type optionStatuses = []landv1.OptionStatus

// OptionMachine is the state machine of an option. Source: design of the domain, section 6. Whoever waits may give its place
// up, which the design does not name.
var OptionMachine = machine.Machine[landv1.OptionStatus]{
	{Action: "grant", From: optionStatuses{optionAsked}, To: optionHolds, By: staff},
	{Action: "refuse", From: optionStatuses{optionAsked}, To: optionRefused, By: staff},
	{Action: "extend", From: optionStatuses{optionHolds, optionExtended}, To: optionExtended, By: staff},
	{Action: "convert", From: optionStatuses{optionHolds, optionExtended}, To: optionConverted, By: staff},
	{Action: "lift", From: optionStatuses{optionAsked, optionHolds, optionExtended}, To: optionLifted, By: staff},
	{Action: "expire", From: optionStatuses{optionHolds, optionExtended}, To: optionExpired},
}

// Allowed are the actions that the actor may take on the option: all but giving it up are the keeper's.
func (o *Option) Allowed(a actor.Actor) (actions []string) {
	for _, action := range allowed(OptionMachine, o.State.GetStatus(), a) {
		if action == "lift" || o.Parties().Keeps(a) {
			actions = append(actions, action)
		}
	}
	return actions
}
