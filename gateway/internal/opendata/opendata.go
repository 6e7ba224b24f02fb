// Package opendata writes the tables that everybody may read as CSV, for spreadsheets.
package opendata

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/problem"
	"hup.example/gateway/internal/rest"
	"hup.example/services/kit/errs"
)

// RatesPath is where the table of the promise is.
const RatesPath = "/v1/open-data/referral-rates.csv"

// Server serves the tables.
type Server struct {
	// Conn reaches support for the world outside, with all checks.
	Conn grpc.ClientConnInterface
	// Problems answers errors.
	Problems *problem.Answerer
}

// Rates answers how many referrals were answered in time, of the territory that the query names.
func (s *Server) Rates(w http.ResponseWriter, r *http.Request, _ map[string]string) {
	ctx, err := rest.Outgoing(r)
	if err != nil {
		s.Problems.Answer(w, r, err)
		return
	}
	asked := &supportv1.ListReferralRatesRequest{Territory: r.URL.Query().Get("territory")}
	found, err := supportv1.NewOpenDataServiceClient(s.Conn).ListReferralRates(ctx, asked)
	if err != nil {
		s.Problems.Answer(w, r, err)
		return
	}
	table, err := Table(found.GetRates())
	if err != nil {
		s.Problems.Answer(w, r, errs.Internal(err))
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8; header=present")
	h.Set("Content-Disposition", `attachment; filename="mises-en-relation-`+asked.GetTerritory()+`.csv"`)
	h.Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(table) // the caller may be gone
}

var columns = []string{
	"trimestre", "dimension", "code", "libelle", "cases_regroupees", "envoyees", "repondues_dans_le_delai", "taux",
	"sans_reponse", "suspendues", "jours_ouvres_de_pause",
}

// Table are the rows as CSV. Figures of cells that are not told are no rows, so none is empty.
func Table(rates []*supportv1.ReferralRate) ([]byte, error) {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	rows := [][]string{columns}
	for _, r := range rates {
		rows = append(rows, []string{
			r.GetQuarter(), r.GetDimension(), r.GetCode(), text(r.GetLabel()), number(int64(r.GetWithheldCellCount())), number(r.GetSentCount()),
			number(r.GetAnsweredInTimeCount()), strconv.FormatFloat(r.GetRate(), 'f', 4, 64),
			number(r.GetUnansweredCount()), number(r.GetPausedCount()), number(r.GetPausedBusinessDays()),
		})
	}
	err := out.WriteAll(rows)
	return b.Bytes(), err
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// text keeps a name from being read as a formula by a spreadsheet.
func text(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}
