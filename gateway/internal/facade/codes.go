package facade

import (
	"context"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
)

// codeList is how a list is searched by words and read by code.
type codeList struct {
	search func(q string, most int) []*hupv1.CodeEntry
	get    func(code string) (*hupv1.CodeEntry, bool)
}

var codeLists = map[hupv1.CodeList]codeList{
	hupv1.CodeList_CODE_LIST_COMMUNE:   {communes, named(func() lister[reference.Commune] { return reference.Communes() }, communeEntry)},
	hupv1.CodeList_CODE_LIST_ROME:      {occupations, named(func() lister[reference.Occupation] { return reference.Rome() }, occupationEntry)},
	hupv1.CodeList_CODE_LIST_NAF:       {searched(reference.Activities, activityEntry), named(func() lister[reference.Activity] { return reference.Activities() }, activityEntry)},
	hupv1.CodeList_CODE_LIST_QPV:       {searched(reference.Quarters, quarterEntry), named(func() lister[reference.Quarter] { return reference.Quarters() }, quarterEntry)},
	hupv1.CodeList_CODE_LIST_HEADCOUNT: {searched(reference.Headcounts, bandEntry), named(func() lister[reference.HeadcountBand] { return reference.Headcounts() }, bandEntry)},
}

// lister is a list that finds by code.
type lister[T any] interface{ Get(code string) (T, bool) }

// SearchCodes finds by words, or names the codes given.
func (f *Facade) SearchCodes(_ context.Context, r *hupv1.SearchCodesRequest) (*hupv1.SearchCodesResponse, error) {
	list := codeLists[r.GetList()]
	q := strings.TrimSpace(r.GetQ())
	if q == "" && len(r.GetCodes()) == 0 {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "q", Reason: "codes.nothing"})
	}
	answer := &hupv1.SearchCodesResponse{}
	for _, code := range r.GetCodes() {
		if e, ok := list.get(code); ok {
			answer.Entries = append(answer.Entries, e)
		}
	}
	if q != "" {
		most := int(r.GetPageSize())
		if most == 0 {
			most = 10
		}
		answer.Entries = append(answer.Entries, list.search(q, most)...)
	}
	return answer, nil
}

func searched[T any](list func() *reference.List[T], entry func(T) *hupv1.CodeEntry) func(string, int) []*hupv1.CodeEntry {
	return func(q string, most int) (found []*hupv1.CodeEntry) {
		for _, item := range list().Search(q, most) {
			found = append(found, entry(item))
		}
		return found
	}
}

func named[T any](list func() lister[T], entry func(T) *hupv1.CodeEntry) func(string) (*hupv1.CodeEntry, bool) {
	return func(code string) (*hupv1.CodeEntry, bool) {
		item, ok := list().Get(code)
		if !ok {
			return nil, false
		}
		return entry(item), true
	}
}

// communes finds by name, or by postal code as people know it.
func communes(q string, most int) (found []*hupv1.CodeEntry) {
	for _, c := range append(reference.Communes().WithPostcode(q), reference.Communes().Search(q, most)...) {
		if len(found) < most {
			found = append(found, communeEntry(c))
		}
	}
	return found
}

// occupations finds sheets by their own words, then by the job titles that people say.
func occupations(q string, most int) (found []*hupv1.CodeEntry) {
	at := map[string]*hupv1.CodeEntry{}
	add := func(code, title string) {
		if at[code] != nil || len(found) == most {
			return
		}
		if o, ok := reference.Rome().Get(code); ok {
			e := occupationEntry(o)
			e.Hint = title
			at[code], found = e, append(found, e)
		}
	}
	for _, t := range reference.Rome().JobTitles().Search(q, 5*most) {
		add(t.OccupationCode, t.Label)
	}
	for _, o := range reference.Rome().Search(q, most) {
		add(o.Code, "")
	}
	return found
}

func communeEntry(c reference.Commune) *hupv1.CodeEntry {
	return &hupv1.CodeEntry{Code: c.Code, Label: c.Name, Hint: strings.Join(c.Postcodes, ", ")}
}

func occupationEntry(o reference.Occupation) *hupv1.CodeEntry {
	return &hupv1.CodeEntry{Code: o.Code, Label: o.Label}
}

func activityEntry(a reference.Activity) *hupv1.CodeEntry {
	hint := "NAF rév. 2"
	if a.Nomenclature == commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025 {
		hint = "NAF 2025"
	}
	return &hupv1.CodeEntry{Code: a.Code, Label: a.Label, Hint: hint}
}

func bandEntry(b reference.HeadcountBand) *hupv1.CodeEntry {
	return &hupv1.CodeEntry{Code: b.Code, Label: b.Label}
}

func quarterEntry(q reference.Quarter) *hupv1.CodeEntry {
	e := &hupv1.CodeEntry{Code: q.Code, Label: q.Name}
	var communes []string
	for _, code := range q.CommuneCodes {
		if c, ok := reference.Communes().Get(code); ok {
			communes = append(communes, c.Name)
		}
	}
	e.Hint = strings.Join(communes, ", ")
	return e
}
