package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/aggregate"
)

// Preferences are what a person wants to be told by mail; its id is the person's.
type Preferences struct {
	aggregate.Root
	State *notifyv1.NotificationPreferences
}

// PreferencesChanged states that a person chose.
type PreferencesChanged struct {
	Preferences *notifyv1.NotificationPreferences
}

// NewPreferences are those of somebody who never chose: everything.
func NewPreferences(territory, personID string) *Preferences {
	return &Preferences{
		Root:  aggregate.Root{Territory: territory, ID: personID},
		State: &notifyv1.NotificationPreferences{PersonId: personID},
	}
}

// Choose takes over what is given; nil leaves as it is.
func (p *Preferences) Choose(mailOff *bool, muted []string, mute bool, now time.Time) {
	if mailOff != nil {
		p.State.MailOff = *mailOff
	}
	if mute {
		p.State.MutedTemplates = slices.Sorted(slices.Values(muted))
	}
	p.State.UpdatedTime = timestamppb.New(now)
	p.Record(PreferencesChanged{p.State})
}

// Wants says whether the person wants a template by mail.
func (p *Preferences) Wants(template string) bool {
	return !p.State.GetMailOff() && !slices.Contains(p.State.GetMutedTemplates(), template)
}
