package support_test

import (
	"slices"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/kittest"
)

// TestNAF_bothNomenclaturesSideBySide: companies of the demo have a code of each, and are found by either: in the register, and in the
// directory once they are met.
func TestNAF_bothNomenclaturesSideBySide(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		const company, old, newer = "30298114700051", "85.59A", "85.59G"
		met, _ := b.receive(&supportv1.CompanyForm{Siret: company})
		codes := b.firm(met.GetCompanyId()).GetNaf()
		want := []commonv1.NafNomenclature{commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2, commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025}
		if len(codes) != 2 || codes[0].GetCode() != old || codes[1].GetCode() != newer || codes[0].GetNomenclature() != want[0] || codes[1].GetNomenclature() != want[1] {
			t.Errorf("%v", codes)
		}
		in := map[string][]string{}
		for _, code := range []string{old, newer} {
			in[code] = b.find(&supportv1.SearchCompaniesRequest{NafCode: code, PageSize: 50})
			list, err := b.Companies.ListCompanies(b.as("cci"), &supportv1.ListCompaniesRequest{Filter: `nafCode = "` + code + `"`})
			if err != nil || len(list.GetCompanies()) != 1 || list.GetCompanies()[0].GetCompanyId() != met.GetCompanyId() {
				t.Errorf("the directory in %s: %v %v", code, list.GetCompanies(), err)
			}
		}
		if len(in[old]) == 0 || !slices.Equal(in[old], in[newer]) {
			t.Errorf("the register finds %d and %d", len(in[old]), len(in[newer]))
		}
	})
}
