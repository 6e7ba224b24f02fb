package events

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// togetherFact is the journal entry of a fact about what bodies do together around cases.
func togetherFact(fact any) (store.Entry, bool) {
	for _, of := range []func(any) (store.Entry, bool){messageFact, followFact, exchangeFact, taskFact, opinionFact, permanenceFact, appointmentFact, feedFact,
		meetingFact, attachmentFact} {
		if entry, ok := of(fact); ok {
			return entry, true
		}
	}
	return store.Entry{}, false
}

// followFact is the journal entry of who follows a case.
func followFact(fact any) (store.Entry, bool) {
	f, ok := fact.(domain.CaseFollowed)
	if !ok {
		return store.Entry{}, false
	}
	return of(f.CaseID, &supporteventv1.CaseFollowed{
		CaseId: f.CaseID, PersonId: f.Follower.GetPersonId(), BodyId: f.Follower.GetBodyId(), Ended: f.Ended,
	}), true
}
