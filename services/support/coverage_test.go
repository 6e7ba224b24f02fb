package support_test

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
)

// gaps are the alerts that the filter lets through.
func (b *bench) gaps(filter string) []*supportv1.CoverageGap {
	b.t.Helper()
	got, err := b.Coverage.ListCoverageGaps(b.as("cci"), &supportv1.ListCoverageGapsRequest{Filter: filter})
	if err != nil {
		b.t.Fatal(err)
	}
	return got.GetCoverageGaps()
}

// said are the messages of one kind in the journal, oldest first.
func said[M proto.Message](b *bench) (found []M) {
	b.t.Helper()
	rows, err := b.store.DB().Read().Query(b.t.Context(), `SELECT type, payload FROM journal ORDER BY id`)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		var payload []byte
		if err := rows.Scan(&name, &payload); err != nil {
			b.t.Fatal(err)
		}
		m, err := journal.Decode(name, payload)
		if err != nil {
			b.t.Fatal(err)
		}
		if m, ok := m.(M); ok {
			found = append(found, m)
		}
	}
	return found
}

func TestListCoverage_showsHolesAndWhatHangsOnOneBody(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ask := func(r *supportv1.ListCoverageRequest) *supportv1.ListCoverageResponse {
			t.Helper()
			got, err := b.Coverage.ListCoverage(b.as("cci"), r)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		all := ask(&supportv1.ListCoverageRequest{CommuneCode: "30007"})
		if all.GetCommuneCount() != 1 || all.GetSubjectCount() != 29 || all.GetHoleCount() != 0 || len(all.GetCells()) != int(all.GetFragileCount()) {
			t.Errorf("%v", all)
		}
		plot := ask(&supportv1.ListCoverageRequest{CommuneCode: "30007", SubjectCode: "recruitment.insertion", Level: supportv1.CoverageLevel_COVERAGE_LEVEL_COVERED}).GetCells()
		if len(plot) != 1 || !slices.Contains(plot[0].GetBodyIds(), "plie") || plot[0].GetCommuneName() != "Alès" || plot[0].GetLevelLabel() != "Couvert" {
			t.Errorf("%v", plot)
		}
		b.setBody("agglo", supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_SUSPENDED)
		hole := ask(&supportv1.ListCoverageRequest{SubjectCode: "ecology.mobility", Level: supportv1.CoverageLevel_COVERAGE_LEVEL_HOLE, PageSize: 3})
		if len(hole.GetCells()) != 3 || hole.GetNextPageToken() == "" || hole.GetHoleCount() != hole.GetCommuneCount() || len(hole.GetCells()[0].GetBodyIds()) != 0 {
			t.Fatalf("%v", hole)
		}
		next := ask(&supportv1.ListCoverageRequest{SubjectCode: "ecology.mobility", Level: supportv1.CoverageLevel_COVERAGE_LEVEL_HOLE, PageSize: 3, PageToken: hole.GetNextPageToken()})
		if len(next.GetCells()) != 3 || next.GetCells()[0].GetCommuneCode() <= hole.GetCells()[2].GetCommuneCode() {
			t.Errorf("%v", next)
		}
	})
}

// TestCoverageGap_isToldOnce: an absence that leaves a subject without anybody is told once, to the coordination and the
// body's manager, and closed when somebody is there again.
func TestCoverageGap_isToldOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.days(1)
		if got := b.gaps(""); len(got) > 0 {
			t.Fatalf("the demo has gaps: %v", got)
		}
		_, err := b.Bodies.UpdatePartnerBody(b.as("agglo", actor.BodyManager), &supportv1.UpdatePartnerBodyRequest{PartnerBody: &supportv1.PartnerBody{
			PartnerBodyId: "agglo", Absences: []*supportv1.Absence{{FromDate: "2026-11-26", ToDate: "2026-11-27"}}}})
		if err != nil {
			t.Fatal(err)
		}
		b.days(1)
		if got := b.gaps(""); len(got) > 0 {
			t.Errorf("before the absence: %v", got)
		}
		b.days(2)
		open := b.gaps(`status = "COVERAGE_GAP_STATUS_OPEN" AND subjectCode = "ecology.mobility"`)
		if len(open) != 1 || open[0].GetStatusLabel() != "Ouvert" || open[0].GetCommuneCount() < 60 || open[0].GetCauses()[0].GetUntilDate() != "2026-11-27" {
			t.Fatalf("%v", open)
		}
		told := map[string]int{}
		for _, n := range said[*commoneventv1.NotificationRequested](b) {
			if n.GetSubjectId() == open[0].GetCoverageGapId() {
				told[n.GetRecipientRef()]++
			}
		}
		if len(told) != 2 || told["role:hup_coordinator"] != 1 || told["manager:agglo"] != 1 {
			t.Errorf("told: %v", told)
		}
		b.days(3)
		closed := b.gaps(`subjectCode = "ecology.mobility"`)
		if len(closed) != 1 || closed[0].GetStatusLabel() != "Comblé" || closed[0].GetClosedTime() == nil {
			t.Errorf("%v", closed)
		}
	})
}
