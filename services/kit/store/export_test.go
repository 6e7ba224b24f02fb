package store_test

import (
	"context"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/id"
	"hup.example/services/kit/journal"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/kittest/zones"
)

// TestNoteExport_addsThePagesOfAFileUp: one that stops in the middle is incomplete with the rows that left, nobody adds to the file of
// somebody else, and the journal holds each page in its chain.
func TestNoteExport_addsThePagesOfAFileUp(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		s, _ := zones.Open(t, "land", url)
		agglo, cci := zones.As(t.Context(), "ales", "agglo"), zones.As(t.Context(), "ales", "cci")
		whole, cut := id.New("exp"), id.New("exp")
		for _, page := range []struct {
			by   context.Context
			file string
			rows int32
			last bool
		}{
			{agglo, whole, 200, false}, {agglo, cut, 200, false}, {agglo, whole, 200, false}, {agglo, cut, 200, false}, {agglo, whole, 7, true},
			{cci, whole, 3, true}, {cci, "no id", 4, true},
		} {
			err := s.NoteExport(page.by, &commonv1.ListExport{ExportId: page.file, List: "/hup.land.v1.ZoneService/ListZones", Format: "csv",
				Request: `{"filter":"x"}`, RowCount: page.rows, Complete: page.last})
			if err != nil {
				t.Fatal(err)
			}
		}
		type told struct {
			rows     int32
			complete bool
			body     string
		}
		got := map[told]int{}
		err := s.Exports(t.Context(), func(territory string, e *commonv1.ListExport) bool {
			if e.GetFormat() != "csv" || e.GetRequest() != `{"filter":"x"}` || e.GetAuthorRef() == "" || territory != "ales" || e.GetBegunTime() == nil {
				t.Errorf("%v", e)
			}
			got[told{e.GetRowCount(), e.GetComplete(), e.GetAuthorBodyId()}]++
			return true
		})
		if err != nil || len(got) != 4 || got[told{407, true, "agglo"}]+got[told{400, false, "agglo"}]+got[told{3, true, "cci"}]+got[told{4, true, "cci"}] != 4 {
			t.Errorf("%v, %v", got, err)
		}
		lines, err := journal.Verify(t.Context(), s.DB(), func(f journal.Fault) { t.Errorf("%v", f) })
		if err != nil || lines != 7 {
			t.Errorf("%d lines, %v", lines, err)
		}
	})
}
