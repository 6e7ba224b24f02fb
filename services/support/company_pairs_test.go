package support_test

import (
	"slices"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

// pairs walks the pages of the work list and answers the pairs, each as the sorted ids of both.
func (b *bench) pairs(size int32) (found [][2]string) {
	b.t.Helper()
	for token := ""; ; {
		got, err := b.Companies.ListProbableDuplicates(b.as("cci"), &supportv1.ListProbableDuplicatesRequest{PageSize: size, PageToken: token})
		if err != nil {
			b.t.Fatal(err)
		}
		for _, p := range got.GetPairs() {
			if p.GetName() == "" || p.GetDuplicate().GetName() == "" || len(p.GetDuplicate().GetReasons()) == 0 || p.GetDuplicate().GetScore() < 40 {
				b.t.Errorf("a pair without words: %v", p)
			}
			found = append(found, [2]string{p.GetCompanyId(), p.GetDuplicate().GetCompanyId()})
		}
		if token = got.GetNextPageToken(); token == "" {
			return found
		}
	}
}

// alone meets a company whose contact has an address of its own.
func (b *bench) alone(name string) string {
	b.t.Helper()
	got, err := b.Cases.OpenCase(b.as("myriapolis"), &supportv1.RequestForm{
		Company: &supportv1.CompanyForm{Name: name, CommuneCode: "30007"}, Contact: &supportv1.Contact{Name: "Personne inventée", Email: id.New("x") + "@example.org"},
		Origin: supportv1.CaseOrigin_CASE_ORIGIN_COUNTER, Needs: []*supportv1.NeedForm{{SubjectCode: "finance.investment"}},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return got.GetCase().GetCompany().GetCompanyId()
}

// TestPairs_areToldOnceAndNotAgainWhenDistinct: on pages of every size; what is two companies is remembered by both, and can be
// taken back.
func TestPairs_areToldOnceAndNotAgainWhenDistinct(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		first, second := b.alone("Menuiserie Étoile"), b.alone("SARL Menuiserie Étoile")
		third, fourth := b.alone("Garage Inventé"), b.alone("Garage inventé SARL")
		b.alone("Sans pareille")
		want := [][2]string{pairOf(first, second), pairOf(third, fourth)}
		same := func(got [][2]string) bool {
			return len(got) == len(want) && !slices.ContainsFunc(want, func(w [2]string) bool { return !slices.Contains(got, w) })
		}
		for _, size := range []int32{1, 2, 3, 200} {
			if got := b.pairs(size); !same(got) {
				t.Errorf("pages of %d: %v, want %v", size, got, want)
			}
		}
		declare := func(one, other string, back bool) (*supportv1.Company, error) {
			return b.Companies.DeclareDistinct(b.as("cci"), &supportv1.DeclareDistinctRequest{CompanyId: one, OtherCompanyId: other, Withdrawn: back})
		}
		for range 2 { // sent twice, done once
			if c, err := declare(second, first, false); err != nil || !slices.Equal(c.GetDistinctCompanyIds(), []string{first}) {
				t.Errorf("%v %v", c.GetDistinctCompanyIds(), err)
			}
		}
		want = want[1:]
		if got := b.pairs(50); !same(got) {
			t.Errorf("after two are two: %v", got)
		}
		for _, id := range []string{first, second} {
			got, err := b.Companies.ListCompanyDuplicates(b.as("agglo"), &supportv1.ListCompanyDuplicatesRequest{CompanyId: id})
			if err != nil || len(got.GetDuplicates()) != 0 {
				t.Errorf("its own page: %v %v", got, err)
			}
		}
		if _, err := declare(first, second, true); err != nil {
			t.Error(err)
		}
		if _, err := b.merge(third, fourth); err != nil {
			t.Error(err)
		}
		want = [][2]string{pairOf(first, second)}
		if got := b.pairs(50); !same(got) {
			t.Errorf("after it was taken back, and the others are one: %v", got)
		}
		if _, err := declare(first, first, false); !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("itself: %v", err)
		}
		if _, err := declare(first, "com_"+second[4:len(second)-3]+"zzz", false); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("nobody: %v", err)
		}
	})
}

func pairOf(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }
