package gateway_test

import (
	"bytes"
	"context"
	"testing"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// openData plays support's side.
type openData struct {
	supportv1.UnimplementedOpenDataServiceServer
}

func (openData) ListReferralRates(context.Context, *supportv1.ListReferralRatesRequest) (*supportv1.ListReferralRatesResponse, error) {
	return &supportv1.ListReferralRatesResponse{Rates: []*supportv1.ReferralRate{
		{Quarter: "2026-Q4", Dimension: "all", Label: "Ensemble", SentCount: 8, AnsweredInTimeCount: 6, Rate: 0.75, UnansweredCount: 1},
		{Quarter: "2026-Q4", Dimension: "bodyId", Code: "x", Label: "=CMD, à part", SentCount: 8, AnsweredInTimeCount: 6, Rate: 0.75, PausedCount: 1, PausedBusinessDays: 3},
	}}, nil
}

func TestOpenData_isATableForAnybody(t *testing.T) {
	w := open(t, func(w *world) { supportv1.RegisterOpenDataServiceServer(w.server, openData{}) })
	a := w.send("GET", "/v1/open-data/referral-rates.csv?territory=ales", nil)
	const want = "trimestre,dimension,code,libelle,cases_regroupees,envoyees,repondues_dans_le_delai,taux,sans_reponse,suspendues,jours_ouvres_de_pause\n" +
		"2026-Q4,all,,Ensemble,0,8,6,0.7500,1,0,0\n" +
		"2026-Q4,bodyId,x,\"'=CMD, à part\",0,8,6,0.7500,0,1,3\n"
	if a.StatusCode != 200 || string(a.body) != want || a.Header.Get("Content-Type") != "text/csv; charset=utf-8; header=present" {
		t.Errorf("%d %v\n%s", a.StatusCode, a.Header, a.body)
	}
	if a := w.send("GET", "/v1/open-data/referral-rates.json?territory=ales", nil); a.StatusCode != 200 || len(a.json["rates"].([]any)) != 2 {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	for _, kind := range []string{".csv", ".json"} {
		if said := w.send("GET", "/v1/open-data/referral-rates"+kind, nil).problem(t, 400, "INVALID_FIELDS"); said["territory"] == "" {
			t.Errorf("without a territory: %v", said)
		}
	}
}

func (s *cases) GetReceipt(context.Context, *supportv1.GetReceiptRequest) (*supportv1.Receipt, error) {
	return &supportv1.Receipt{Number: "HUP-2026-000001", ReceivedTime: timestamppb.Now(), DueDate: "2026-11-27"}, nil
}

// TestReceipt_isAPageForThoseWhoAskForOne: by its address, or by what they accept; JSON for all others.
func TestReceipt_isAPageForThoseWhoAskForOne(t *testing.T) {
	w := open(t)
	for _, c := range []struct {
		path, accept string
		page         bool
	}{
		{"/receipt.pdf", "", true}, {"/receipt", "application/pdf", true}, {"/receipt", "text/html, application/pdf;q=0.9, */*;q=0.1", true},
		{"/receipt", "", false}, {"/receipt", "application/json, application/pdf", false}, {"/receipt", "*/*", false},
	} {
		a := w.call(advisor, "GET", "/v1/cases/"+caseID+c.path, "", "Accept", c.accept)
		if a.StatusCode != 200 || bytes.HasPrefix(a.body, []byte("%PDF-")) != c.page || (a.json["number"] == "HUP-2026-000001") == c.page {
			t.Errorf("%s as %q: %d %.200s", c.path, c.accept, a.StatusCode, a.body)
		}
	}
}
