package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/machine"
)

// Match is an asset that somebody answered for a request. It is kept from then on; those that nobody answered are
// computed each time.
type Match struct {
	aggregate.Root
	// State is the match as it was answered.
	State *landv1.Match
}

// The facts a match states.
type (
	// MatchFound: an asset that came on the market fits a request that waits.
	MatchFound struct {
		Match   *landv1.Match
		Request *landv1.LandRequest
	}
	// MatchKept: a match was kept for the selection.
	MatchKept struct {
		Match   *landv1.Match
		Request *landv1.LandRequest
	}
	// MatchRefused: a match was set aside.
	MatchRefused struct {
		Match   *landv1.Match
		Request *landv1.LandRequest
		Note    string
	}
)

// The statuses of a match, as short names.
const (
	matchNew     = landv1.MatchStatus_MATCH_STATUS_NEW
	matchSeen    = landv1.MatchStatus_MATCH_STATUS_SEEN
	matchKept    = landv1.MatchStatus_MATCH_STATUS_KEPT
	matchRefused = landv1.MatchStatus_MATCH_STATUS_REFUSED
)

// MatchMachine is the state machine of a match. Source: design of the domain, section 6.
var MatchMachine = machine.Machine[landv1.MatchStatus]{
	{Action: "keep", From: []landv1.MatchStatus{matchNew, matchSeen, matchRefused}, To: matchKept, By: staffAndCompany},
	{Action: "refuse", From: []landv1.MatchStatus{matchNew, matchSeen, matchKept}, To: matchRefused, By: staffAndCompany},
}

// FoundMatch is a match that is about to be answered for the first time. It is kept without words: they are made anew for who reads.
func FoundMatch(r *LandRequest, a Asset, now time.Time) *Match {
	found := NewMatch(r, a)
	found.FoundTime = timestamppb.New(now)
	return &Match{Root: aggregate.Root{Territory: r.Territory, ID: found.GetMatchId()}, State: found}
}

// Judge holds the asset against the request again; what was answered stays.
func (m *Match) Judge(r *LandRequest, a Asset) {
	now := NewMatch(r, a)
	m.Recall(now)
	m.State = now
}

// Recall puts on a match that was computed now what was answered.
func (m *Match) Recall(now *landv1.Match) {
	now.Status, now.RefuseReason, now.ReasonNote = m.State.GetStatus(), m.State.GetRefuseReason(), m.State.GetReasonNote()
	now.FoundTime, now.AnsweredTime, now.CompanyToldTime = m.State.GetFoundTime(), m.State.GetAnsweredTime(), m.State.GetCompanyToldTime()
}

// Keep keeps the match for the selection. Kept already, it stays as it is.
func (m *Match) Keep(a actor.Actor, r *LandRequest, note string, now time.Time) error {
	if m.State.GetStatus() == matchKept {
		return nil
	}
	if err := MatchMachine.Check(m.State.GetStatus(), "keep", a); err != nil {
		return err
	}
	m.answer(matchKept, 0, note, now)
	m.Record(MatchKept{Match: m.State, Request: r.State})
	return nil
}

// Refuse sets the match aside, for a reason; it is not proposed again.
func (m *Match) Refuse(a actor.Actor, r *LandRequest, reason landv1.LandObstacle, note string, now time.Time) error {
	if m.State.GetStatus() == matchRefused && m.State.GetRefuseReason() == reason {
		return nil
	}
	if m.State.GetStatus() != matchRefused {
		if err := MatchMachine.Check(m.State.GetStatus(), "refuse", a); err != nil {
			return err
		}
	}
	m.answer(matchRefused, reason, note, now)
	m.Record(MatchRefused{Match: m.State, Request: r.State, Note: note})
	return nil
}

func (m *Match) answer(to landv1.MatchStatus, reason landv1.LandObstacle, note string, now time.Time) {
	m.State.Status, m.State.RefuseReason, m.State.ReasonNote = to, reason, note
	m.State.AnsweredTime = timestamppb.New(now)
}
