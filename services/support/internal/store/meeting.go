package store

import (
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Meetings is the table of meetings.
var Meetings = kit.Table[*domain.Meeting, *supportv1.Meeting]{
	Name: "meeting", Kind: "meeting", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.Meeting]{
		{Name: "status", Value: func(m *domain.Meeting) any { return m.State.GetStatus().String() }},
		{Name: "body_id", Value: func(m *domain.Meeting) any { return m.State.GetBodyId() }},
		{Name: "held_on", Value: func(m *domain.Meeting) any { return m.State.GetHeldDate() }},
		{Name: "created_us", Value: func(m *domain.Meeting) any { return clock.Micros(timeOf(m.State.GetCreatedTime())) }},
		{Name: "updated_us", Value: func(m *domain.Meeting) any { return clock.Micros(timeOf(m.State.GetUpdatedTime())) }},
	},
	Encode: func(m *domain.Meeting) *supportv1.Meeting { return m.State },
	Decode: func(m *supportv1.Meeting) *domain.Meeting { return &domain.Meeting{State: m} },
	Project: func(tx *kit.Tx, m *domain.Meeting) error {
		var bodies [][]any
		for _, p := range m.State.GetParticipants() {
			bodies = append(bodies, []any{p.GetBodyId()})
		}
		return participants.Set(tx, m.ID, bodies)
	},
}.Open()

var participants = kit.Children{Table: "meeting_participant", Owner: "meeting_id", Columns: []string{"body_id"}}.Open()

var meetingList = &page.List{
	Name: "meetings", Kind: "meeting", From: "meeting t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "heldDate", Column: "t.held_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "heldDate", Column: "t.held_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
}

// ListMeetings answers a page of the meetings that the actor may know of: domain.Meeting.Readable as a condition.
func ListMeetings(v *kit.View, signer *page.Signer, r page.Request) ([]*domain.Meeting, string, error) {
	if v.Actor.Has(actor.HupCoordinator) {
		return page.Of(v, Meetings, meetingList, signer, r)
	}
	return page.Of(v, Meetings, meetingList, signer, r, page.Cond{
		SQL:  "(t.body_id = ? OR EXISTS (SELECT 1 FROM meeting_participant p WHERE p.territory = t.territory AND p.meeting_id = t.id AND p.body_id = ?))",
		Args: []any{v.Actor.BodyID, v.Actor.BodyID},
	})
}

// The cases that may not get on: those that nobody answered since an instant, those with a body that has not, those that several
// bodies have, those that were declined twice. The domain says which ones do not. Each reader finds its own, the oldest first.
const (
	mine         = ` AND ($2 = '' OR EXISTS (SELECT 1 FROM case_reader r WHERE r.territory = $1 AND r.reader = $2 AND r.case_id = `
	findUnheard  = `SELECT t.id FROM support_case t WHERE t.territory = $1` + mine + `t.id)) AND t.unanswered AND t.received_us <= $3 ORDER BY t.received_us, t.id LIMIT 500`
	findSilent   = `SELECT t.case_id FROM referral t WHERE t.territory = $1` + mine + `t.case_id)) AND t.unanswered AND t.sent_us <= $3 ORDER BY t.sent_us, t.case_id LIMIT 500`
	ofOpen       = `SELECT t.case_id FROM referral t JOIN support_case c ON c.territory = t.territory AND c.id = t.case_id AND c.is_open WHERE t.territory = $1` + mine
	findSeveral  = ofOpen + `t.case_id)) AND t.status IN ($3, $4) GROUP BY t.case_id HAVING count(DISTINCT t.body_id) > 1 ORDER BY t.case_id LIMIT 500`
	findDeclined = ofOpen + `t.case_id)) AND t.status = $3 GROUP BY t.case_id HAVING count(*) > 1 ORDER BY t.case_id LIMIT 500`
)

// MaybeStuck are the cases that the actor sees and that may not get on, each once; since is when nobody should have waited.
func MaybeStuck(tx *kit.Tx, since time.Time) ([]*domain.Case, error) {
	v, reader := &tx.View, access.Reader(tx.Actor)
	if tx.Actor.Has(actor.HupCoordinator) {
		reader = ""
	}
	before := clock.Micros(since)
	accepted, declined := supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED.String(), supportv1.ReferralStatus_REFERRAL_STATUS_DECLINED.String()
	var found []*domain.Case
	seen := map[string]bool{}
	for _, q := range []struct {
		query string
		args  []any
	}{{findUnheard, []any{before}}, {findSilent, []any{before}}, {findSeveral, []any{sent, accepted}}, {findDeclined, []any{declined}}} {
		ids, err := texts(v, q.query, append([]any{v.Actor.Territory, reader}, q.args...)...)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if seen[id] {
				continue
			}
			seen[id] = true
			c, err := Cases.Get(v, id)
			if err != nil {
				return nil, err
			}
			found = append(found, c)
		}
	}
	return found, nil
}
