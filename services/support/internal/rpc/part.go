package rpc

import (
	"slices"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// legible is something of a case that not everybody reads who sees the case.
type legible interface {
	Visible(a actor.Actor, c *domain.Case) bool
}

// partOf finds such a thing by its kind and id; nil for what everybody reads who sees the case.
func partOf(v *kit.View, kind, id string) (legible, error) {
	switch kind {
	case store.Messages.Kind:
		return store.Messages.Get(v, id)
	case store.Exchanges.Kind:
		return store.Exchanges.Get(v, id)
	case store.Tasks.Kind:
		return store.Tasks.Get(v, id)
	case store.Opinions.Kind:
		return store.Opinions.Get(v, id)
	case store.Appointments.Kind:
		return store.Appointments.Get(v, id)
	case store.Meetings.Kind:
		return store.Meetings.Get(v, id)
	}
	return nil, nil
}

// inner are the facts that are not for the company; secret those that are for programs only.
var (
	inner = []string{
		"hup.support.case_sla_warning.v1", "hup.support.case_assigned.v1", "hup.support.referral_assigned.v1", "hup.support.case_sla_breached.v1", "hup.support.case_reroute_offered.v1",
		"hup.support.case_followed.v1",
	}
	secret = []string{"hup.support.notification_requested.v1"}
)

// tells says whether the actor may be told a fact of a case that it sees: by the type of the fact, and by what it is about.
func tells(v *kit.View, a actor.Actor, c *domain.Case, eventType, kind, id string) (bool, error) {
	if slices.Contains(secret, eventType) || c.Level(a) == domain.AsCompany && slices.Contains(inner, eventType) {
		return false, nil
	}
	part, err := partOf(v, kind, id)
	if errs.Is(err, "NOT_FOUND") {
		return false, nil // it is gone
	}
	if err != nil || part == nil {
		return err == nil, err
	}
	return part.Visible(a, c), nil
}
