package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Referrals is the table of referrals.
var Referrals = kit.Table[*domain.Referral, *supportv1.Referral]{
	Name: "referral", Kind: "referral", Taken: "REFERRAL_ALREADY_SENT",
	Columns: []kit.Column[*domain.Referral]{
		{Name: "status", Value: func(r *domain.Referral) any { return r.State.GetStatus().String() }},
		{Name: "unanswered", Value: func(r *domain.Referral) any { return r.Waiting() }},
		{Name: "in_time", Value: func(r *domain.Referral) any { return r.InTime() }},
		{Name: "paused_days", Value: func(r *domain.Referral) any { return int64(r.State.GetPromise().GetPausedBusinessDays()) }},
		{Name: "sent_month", Value: func(r *domain.Referral) any {
			return calendar.DayOf(timeOf(r.State.GetSentTime())).String()[:len("2026-11")]
		}},
		{Name: "case_id", Value: func(r *domain.Referral) any { return r.State.GetCaseId() }},
		{Name: "body_id", Value: func(r *domain.Referral) any { return r.State.GetBodyId() }},
		{Name: "sender_body_id", Value: func(r *domain.Referral) any { return r.State.GetSenderBodyId() }},
		{Name: "assigned_person_id", Value: func(r *domain.Referral) any { return r.State.GetAssignedPersonId() }},
		{Name: "company_id", Value: func(r *domain.Referral) any { return r.State.GetCompany().GetCompanyId() }},
		{Name: "commune_code", Value: func(r *domain.Referral) any { return r.State.GetCompany().GetCommuneCode() }},
		{Name: "due_us", Value: func(r *domain.Referral) any { return clock.Micros(timeOf(r.State.GetDueTime())) }},
		{Name: "sent_us", Value: func(r *domain.Referral) any { return clock.Micros(timeOf(r.State.GetSentTime())) }},
		{Name: "created_us", Value: func(r *domain.Referral) any { return clock.Micros(timeOf(r.State.GetCreatedTime())) }},
		{Name: "updated_us", Value: func(r *domain.Referral) any { return clock.Micros(timeOf(r.State.GetUpdatedTime())) }},
	},
	Listed:  (*supportv1.ListedReferral)(nil),
	Encode:  func(r *domain.Referral) *supportv1.Referral { return r.State },
	Decode:  func(m *supportv1.Referral) *domain.Referral { return &domain.Referral{State: m} },
	Project: projectReferral,
}.Open()

func projectReferral(tx *kit.Tx, r *domain.Referral) error {
	var words []string
	for _, s := range r.State.GetSubjectCodes() {
		words = append(words, subjectKeyword+s)
	}
	for _, e := range r.State.GetExternalReferences() {
		words = append(words, externalKeyword+e.GetValue())
	}
	if err := setKeywords(tx, r.ID, words); err != nil {
		return err
	}
	return indexReferral(tx, r)
}

const selectCaseReaders = `SELECT reader FROM case_reader WHERE territory = $1 AND case_id = $2`

// indexReferral lets those find a referral who see it in lists: who sent it, who got it, and who sees its case.
func indexReferral(tx *kit.Tx, r *domain.Referral) error {
	readers, err := texts(&tx.View, selectCaseReaders, r.Territory, r.State.GetCaseId())
	if err != nil {
		return err
	}
	readers = append(readers, r.State.GetBodyId(), r.State.GetSenderBodyId())
	slices.Sort(readers)
	return tx.IndexFor(slices.Compact(readers), "referral", r.ID, r.State.GetCompany().GetName(), r.State.GetCaseNumber())
}

// indexReferrals does so for all of a case.
func indexReferrals(tx *kit.Tx, caseID string) error {
	referrals, err := ReferralsOf(&tx.View, caseID)
	if err != nil {
		return err
	}
	for _, r := range referrals {
		if err := indexReferral(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// searcher is whose referrals a text search looks in; the coordination's are all.
func searcher(a actor.Actor) string {
	if a.Has(actor.HupCoordinator) {
		return ""
	}
	return access.Reader(a)
}

var referralList = &page.List{
	Name: "referrals", Kind: "referral", Reader: searcher, From: "referral t",
	Beside: " JOIN support_case c ON c.territory = t.territory AND c.id = t.case_id", With: []string{"c.status", "c.lead_body_id", bodyReads},
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum, Partial: sentStatus, First: byDue},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "senderBodyId", Column: "t.sender_body_id", Word: page.Mine},
		{Name: "assignedPersonId", Column: "t.assigned_person_id", Word: page.Me, Few: true, First: byDue},
		{Name: "caseId", Column: "t.case_id", Few: true},
		{Name: "companyId", Column: "t.company_id", Few: true, First: byDue},
		{Name: "subjectCode", Where: hasKeyword, Word: keyword(subjectKeyword)},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "externalReference", Where: ofKeyword, Word: keyword(externalKeyword), Few: true},
		{Name: "unanswered", Column: "t.unanswered", Kind: page.Bool, Few: true, First: byDue},
		{Name: "dueTime", Column: "t.due_us", Kind: page.Time},
		{Name: "sentTime", Column: "t.sent_us", Kind: page.Time},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	},
	Orders: []page.Order{
		{Name: "dueTime", Column: "t.due_us", Kind: page.Time},
		{Name: "sentTime", Column: "t.sent_us", Kind: page.Time},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}

// bodyReads is whether the body of the referral reads the case: "yes" or "no".
const bodyReads = `CASE WHEN t.body_id = c.lead_body_id OR EXISTS (SELECT 1 FROM case_reader b WHERE b.territory = t.territory AND b.reader = t.body_id AND b.case_id = t.case_id)
 THEN 'yes' ELSE 'no' END`

// sentStatus is what the status of a referral that waits for its answer implies.
func sentStatus(status string) string {
	if status == sent {
		return "t.unanswered"
	}
	return ""
}

// ListReferrals answers a page of the referrals that the actor may see: those it sent or got, and those of its cases. With
// each stands what its case decides: the status and the body in charge.
func ListReferrals(v *kit.View, signer *page.Signer, r page.Request, caseID string) ([]page.Item[*supportv1.ListedReferral], string, error) {
	scope := readable(v.Actor)
	if caseID != "" {
		scope = append(scope, ofCase(caseID))
	}
	return page.Summaries[*supportv1.ListedReferral](v, referralList, signer, r, scope...)
}

// ListCaseReferrals answers a page of the whole referrals of a case that the actor sees.
func ListCaseReferrals(v *kit.View, signer *page.Signer, r page.Request, caseID string) ([]*domain.Referral, string, error) {
	return page.Of(v, Referrals, referralList, signer, r, ofCase(caseID))
}

func ofCase(caseID string) page.Cond { return page.Cond{SQL: "t.case_id = ?", Args: []any{caseID}} }

// CountReferrals counts the referrals that the actor may see.
func CountReferrals(v *kit.View, filter string) (n int, more bool, err error) {
	return referralList.Count(v, filter, readable(v.Actor)...)
}

func readable(a actor.Actor) []page.Cond {
	if a.Has(actor.HupCoordinator) {
		return nil
	}
	if a.Has(actor.CompanyUser) {
		const ofCases = "t.case_id IN (SELECT r.case_id FROM case_reader r WHERE r.territory = ? AND r.reader = ?)"
		return []page.Cond{{SQL: ofCases, Args: []any{a.Territory, a.CompanyID}}}
	}
	reader := access.Reader(a)
	return []page.Cond{{SQL: "(t.body_id = ? OR t.sender_body_id = ? OR " + readsCase + ")", Args: []any{reader, reader, reader}}}
}

const (
	selectOfCase = `SELECT id FROM referral WHERE territory = $1 AND case_id = $2 ORDER BY id`
)

// ReferralsOf are the referrals of a case, oldest first.
func ReferralsOf(v *kit.View, caseID string) ([]*domain.Referral, error) {
	ids, err := texts(v, selectOfCase, v.Actor.Territory, caseID)
	if err != nil {
		return nil, err
	}
	found := make([]*domain.Referral, len(ids))
	for i, id := range ids {
		if found[i], err = Referrals.Get(v, id); err != nil {
			return nil, err
		}
	}
	return found, nil
}

const selectPending = `SELECT id FROM referral WHERE territory = $1 AND body_id = $2 AND status IN ($3, $4) AND id > $5 ORDER BY id LIMIT CAST($6 AS bigint)`

// PendingOf are the referrals that a body has to answer or to end, after one of them.
func PendingOf(tx *kit.Tx, bodyID, after string, most int) ([]string, error) {
	return texts(&tx.View, selectPending, tx.Actor.Territory, bodyID, sent, accepted, after, most)
}

// Load counts, by body and by person, the referrals sent since an instant to the bodies named that they have to answer or
// to end.
func Load(v *kit.View, since time.Time, bodies []string) (domain.Load, error) {
	load := domain.Load{Bodies: map[string]int32{}, Persons: map[string]int32{}}
	if len(bodies) == 0 {
		return load, nil
	}
	args, places := []any{v.Actor.Territory, sent, accepted, clock.Micros(since)}, make([]string, len(bodies))
	for i, body := range bodies {
		args, places[i] = append(args, body), fmt.Sprintf("$%d", i+5)
	}
	rows, err := v.Query(v.Ctx, `SELECT body_id, assigned_person_id, count(*) FROM referral WHERE territory = $1 AND status IN ($2, $3) AND sent_us >= $4
 AND body_id IN (`+strings.Join(places, ", ")+`) GROUP BY body_id, assigned_person_id`, args...)
	if err != nil {
		return load, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var body, person string
		var n int32
		if err := rows.Scan(&body, &person, &n); err != nil {
			return load, err
		}
		load.Bodies[body] += n
		load.Persons[person] += n
	}
	return load, rows.Err()
}

// The statuses of referrals that a body has to answer or to end, and of those that it never answered.
var (
	expired  = supportv1.ReferralStatus_REFERRAL_STATUS_EXPIRED.String()
	sent     = supportv1.ReferralStatus_REFERRAL_STATUS_SENT.String()
	accepted = supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED.String()
)
