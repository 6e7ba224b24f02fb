package domain

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
)

// Standing is how an asset stands, and who may know of it.
type Standing struct {
	Availability      landv1.AssetAvailability
	OnMarket, Offered bool
	Confidentiality   landv1.AssetConfidentiality
	BodyID            string
}

// Standing is how the asset stands now.
func (s Asset) Standing() Standing {
	return Standing{s.Availability, s.OnMarket, s.Offered, s.Confidentiality, s.BodyID}
}

// visible says whether the actor may know that an asset stood so.
func (s Standing) visible(a actor.Actor) bool {
	return Asset{Confidentiality: s.Confidentiality, BodyID: s.BodyID}.Visible(a)
}

// alike says whether an asset stands the same in both, whoever may know of it.
func (s Standing) alike(other Standing) bool {
	return s.Availability == other.Availability && s.OnMarket == other.OnMarket && s.Offered == other.Offered
}

// Word names how an asset stood: its availability, or what is known of a brownfield that nothing held.
func (s Standing) Word() string {
	switch {
	case s.Availability != anyAvailable:
		return s.Availability.String()
	case s.Offered:
		return "BROWNFIELD_OFFERED"
	case s.OnMarket:
		return "BROWNFIELD_NOT_OFFERED"
	}
	return landv1.BrownfieldStatus_BROWNFIELD_STATUS_CONVERTED.String()
}

// Past is how an asset stood until a day, on which it changed.
type Past struct {
	Standing
	Until calendar.Day
}

// Period is days at whose end an asset stood the same; the last of the present one is today.
type Period struct {
	Standing
	From, To calendar.Day
	Present  bool
}

// Days is how many days the period has.
func (p Period) Days() int { return p.From.DaysUntil(p.To) + 1 }

// Periods are how an asset stood, newest first, without what the actor may not know of; past is its changes, newest first. Days that follow
// each other and on which it stood the same are one period, whoever might know of it.
func Periods(now Asset, past []Past, a actor.Actor, today calendar.Day) (periods []Period) {
	add := func(s Standing, from, to calendar.Day, present bool) {
		if to.Before(from) || !s.visible(a) {
			return
		}
		if n := len(periods); n > 0 && periods[n-1].alike(s) && periods[n-1].From == to.AddDays(1) {
			periods[n-1].From = from
			return
		}
		periods = append(periods, Period{s, from, to, present})
	}
	stood, to := now.Standing(), today
	for i, p := range past {
		add(stood, p.Until, to, i == 0)
		stood, to = p.Standing, p.Until.AddDays(-1)
	}
	add(stood, calendar.DayOf(now.Created), to, len(past) == 0)
	return periods
}
