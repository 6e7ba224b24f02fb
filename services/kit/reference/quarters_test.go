package reference_test

import (
	"errors"
	"strings"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
)

// some has the layout of the ANCT, with made-up neighbourhoods, one of them in two communes.
const some = "\ufeffcode_qp;lib_qp;lib_dep;insee_com;lib_com\nQN03001M;Les Essais;Gard;30007;Alès\nQN03002M;Inventés - Centre;Gard;30007, 30132;Alès, La Grand-Combe\n"

func TestQuarters_areThoseThatWereImported(t *testing.T) {
	dir := overlay(t, nil)
	if reference.Quarters().Len() != 0 {
		t.Fatal("no list of quarters may be given on yet")
	}
	if code, err := reference.KnownQPV("qn03099z"); err != nil || code != "QN03099Z" {
		t.Errorf("without a list the shape counts: %s, %v", code, err)
	}
	var told []string
	lay := func(file string) (reference.Amendment, error) {
		return reference.AmendQuarters(dir, "QP2024.csv", "2026-11-26", strings.NewReader(file), func(_ int, column, _ string) { told = append(told, column) })
	}
	if done, err := lay(some + "QN0300;Sans code;Gard;30007;Alès\nQN03003M;;Gard;30007;Alès\nQN03004M;Loin;Gard;Alès;Alès\n"); err != nil || done != (reference.Amendment{Added: 2, Refused: 3}) || strings.Join(told, " ") != "code_qp lib_qp insee_com" {
		t.Fatalf("%+v %v %v", done, told, err)
	}
	if done, err := lay(some); err != nil || done != (reference.Amendment{Same: 2}) {
		t.Errorf("a second time: %+v %v", done, err)
	}
	if _, err := lay("code_insee,nom\n"); err == nil || !strings.Contains(err.Error(), "code_qp et lib_qp") {
		t.Errorf("another file: %v", err)
	}
	if err := reference.LoadOverlay(dir); err != nil {
		t.Fatal(err)
	}
	if found := reference.Quarters().Search("grand combe", 5); len(found) != 1 || found[0].Code != "QN03002M" || len(found[0].CommuneCodes) != 2 {
		t.Errorf("by its commune: %v", found)
	}
	if code, err := reference.Normalize(commonv1.Code_CODE_QPV, "qn03001m"); err != nil || code != "QN03001M" {
		t.Errorf("%s %v", code, err)
	}
	var unknown *reference.Error
	if err := reference.Check(commonv1.Code_CODE_QPV, "QN03009M"); !errors.As(err, &unknown) || unknown.Reason != reference.ReasonUnknown || len(unknown.Candidates) == 0 {
		t.Errorf("one that is not in the list: %v", err)
	}
	if err := reference.Check(commonv1.Code_CODE_QPV, "QP030016"); err != nil {
		t.Errorf("of a generation that has no list: %v", err)
	}
}
