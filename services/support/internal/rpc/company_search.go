package rpc

import (
	"context"
	"fmt"
	"slices"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// SearchCompanies answers the companies met first, then those of the register, each once.
func (s *Companies) SearchCompanies(ctx context.Context, r *supportv1.SearchCompaniesRequest) (*supportv1.SearchCompaniesResponse, error) {
	view := s.Records.Store.View(ctx)
	c := companySearch{Companies: s, ctx: ctx, view: view, asked: r, most: 10}
	if r.GetPageSize() > 0 {
		c.most = int(r.GetPageSize())
	}
	c.query = store.EstablishmentQuery{
		Words: r.GetQ(), Names: viewer(ctx, view.Actor).SeesNames(), CommuneCode: r.GetCommuneCode(), EPCISIREN: r.GetEpciSiren(),
		QPVCode: r.GetQpvCode(), ZoneID: r.GetZoneId(), NAFCode: r.GetNafCode(), LeastHeadcount: r.GetMinHeadcountCode(),
		MostHeadcount: r.GetMaxHeadcountCode(), Status: r.GetStatus(),
	}
	typed := len([]rune(strings.TrimSpace(r.GetQ())))
	switch {
	case typed > 1:
		return c.words()
	case typed == 0 && c.query.Filtered():
		return c.filtered()
	}
	return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "q", Reason: "REQUIRED"})
}

// companySearch is one search under way.
type companySearch struct {
	*Companies
	ctx   context.Context
	view  *kit.View
	asked *supportv1.SearchCompaniesRequest
	query store.EstablishmentQuery
	most  int
}

// words searches for what was typed: one page.
func (c companySearch) words() (*supportv1.SearchCompaniesResponse, error) {
	met, _, err := c.met(c.asked.GetQ(), "")
	if err != nil {
		return nil, err
	}
	known, corrected, err := c.query.Search(c.view, c.most)
	if err != nil {
		return nil, err
	}
	if corrected != "" && len(met) == 0 {
		if met, _, err = c.met(corrected, ""); err != nil {
			return nil, err
		}
	}
	if len(met) > 0 && len(known) == 0 {
		corrected = ""
	}
	var others []*supportv1.Company
	for _, k := range known {
		if slices.ContainsFunc(met, func(m *supportv1.Company) bool { return m.GetSiret() == k.GetSiret() }) {
			continue
		}
		seen, isMet, err := c.shown(k)
		if err != nil {
			return nil, err
		}
		if isMet {
			met = append(met, seen)
			continue
		}
		others = append(others, seen)
	}
	all := append(met, others...)
	return &supportv1.SearchCompaniesResponse{Companies: all[:min(len(all), c.most)], CorrectedQ: corrected}, nil
}

// shown is an establishment of the register as the caller sees it: as the company, where it was met.
func (c companySearch) shown(known *supportv1.Company) (seen *supportv1.Company, met bool, err error) {
	company, err := store.CompanyOfSIRET(c.view, known.GetSiret())
	if err != nil || company == nil {
		return c.identity(c.ctx, c.view.Actor, domain.CompanyOf(known)), false, err
	}
	return c.answer(c.ctx, c.view.Actor, company), true, nil
}

// The two parts of a search without words: the companies met, then the rest of the register. A token begins with its part.
const metPart, registerPart = "m", "r"

// filtered answers a page of all that the filters find.
func (c companySearch) filtered() (*supportv1.SearchCompaniesResponse, error) {
	token := c.asked.GetPageToken()
	if mark, ok := strings.CutPrefix(token, registerPart); ok {
		return c.register(mark)
	}
	met, next, err := c.met("", strings.TrimPrefix(token, metPart))
	if err != nil {
		return nil, err
	}
	answer := &supportv1.SearchCompaniesResponse{Companies: met}
	switch {
	case next != "":
		answer.NextPageToken = metPart + next
		return answer, nil
	case len(met) < c.most:
		c.most -= len(met)
		rest, err := c.register("")
		if err != nil {
			return nil, err
		}
		answer.Companies, answer.NextPageToken = append(met, rest.GetCompanies()...), rest.GetNextPageToken()
		return answer, nil
	}
	answer.NextPageToken = registerPart + c.mark(0)
	return answer, nil
}

// register answers those behind a place of the register that were not met, some at least while there are any.
func (c companySearch) register(token string) (*supportv1.SearchCompaniesResponse, error) {
	answer := &supportv1.SearchCompaniesResponse{}
	after, err := c.Signer.Number(token, c.place(), 0)
	for err == nil && len(answer.GetCompanies()) == 0 {
		var found []store.Numbered
		if found, err = c.query.After(c.view, after, c.most); err != nil || len(found) == 0 {
			break
		}
		after = found[len(found)-1].Number
		for _, n := range found {
			seen, met, err := c.shown(n.Company)
			if err != nil {
				return nil, err
			}
			if !met || !c.listed(seen) {
				answer.Companies = append(answer.Companies, seen)
			}
		}
		if len(found) < c.most {
			return answer, nil
		}
		answer.NextPageToken = registerPart + c.mark(after)
	}
	if len(answer.GetCompanies()) == 0 {
		answer.NextPageToken = ""
	}
	return answer, err
}

// listed says whether the list of companies met has found it: it knows the code of an activity only as it is written.
func (c companySearch) listed(met *supportv1.Company) bool {
	written := func(n *commonv1.NafCode) bool { return n.GetCode() == c.query.NAFCode }
	return c.query.NAFCode == "" || slices.ContainsFunc(met.GetNaf(), written)
}

func (c companySearch) mark(number int64) string { return c.Signer.Mark(number, c.place()) }

// place tells the tokens of this search from those of others.
func (c companySearch) place() uint64 { return page.Asked(c.view.Actor, "register", c.filter("")) }

// met are the companies met that have the words and pass the filters.
func (c companySearch) met(words, token string) ([]*supportv1.Company, string, error) {
	answer, err := c.ListCompanies(c.ctx, &supportv1.ListCompaniesRequest{Filter: c.filter(words), PageSize: int32(c.most), PageToken: token})
	return answer.GetCompanies(), answer.GetNextPageToken(), err
}

// filter is the query as a filter of the list of companies.
func (c companySearch) filter(words string) string {
	var all []string
	add := func(comparison, value string) {
		if value != "" {
			all = append(all, fmt.Sprintf(comparison, strings.NewReplacer(`"`, " ", `\`, " ").Replace(value)))
		}
	}
	add(`text:"%s"`, words)
	add(`communeCode = "%s"`, c.query.CommuneCode)
	add(`epciSiren = "%s"`, c.query.EPCISIREN)
	add(`qpvCode = "%s"`, c.query.QPVCode)
	add(`zoneId = "%s"`, c.query.ZoneID)
	add(`nafCode = "%s"`, c.query.NAFCode)
	if band, ok := reference.Headcounts().Get(c.query.LeastHeadcount); ok {
		add("headcountRank >= %s", fmt.Sprint(band.Rank))
	}
	if band, ok := reference.Headcounts().Get(c.query.MostHeadcount); ok {
		add("headcountRank <= %s", fmt.Sprint(band.Rank))
		add("headcountRank >= %s", "0")
	}
	if c.query.Status != supportv1.CompanyStatus_COMPANY_STATUS_UNSPECIFIED {
		add(`status = "%s"`, c.query.Status.String())
	}
	return strings.Join(all, " AND ")
}
