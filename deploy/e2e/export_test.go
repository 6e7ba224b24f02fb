package e2e

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// establishments is a file of n made-up establishments of Alès.
func establishments(n int) string {
	var b strings.Builder
	b.WriteString("siret,denomination,code_commune,adresse\n")
	for i := range n {
		fmt.Fprintf(&b, "%s,Entreprise inventée %d,30007,%d avenue des essais que personne ne trouve sur un plan\n", keyed(keyed(fmt.Sprintf("%08d", 70_000_000+i))+"0001"), i, i)
	}
	return b.String()
}

// keyed adds the digit that makes the Luhn sum a multiple of ten.
func keyed(digits string) string {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return digits + fmt.Sprint((10-sum%10)%10)
}

// TestExport_leavesARecord: who took which list along, and how much of it. The reader of the second file stops reading, and the
// platform dies in the middle: what had left is told as a part.
func TestExport_leavesARecord(t *testing.T) {
	dir := t.TempDir()
	hup(t, "import", "companies", write(t, establishments(40_000)), "--data", dir).exits(0)
	p, running := inOneProcess(t, dir, "")
	submit(t, p)
	const cases = "/v1/cases?format=csv&filter=open+%3D+true"
	rows := strings.Count(p.bytes(t, advisor, cases), "\r\n") - 1
	told := hup(t, "audit", "exports", "--data", dir).exits(0)
	for _, word := range []string{",ales,person:per_", fmt.Sprintf(",myriapolis,csv,/hup.support.v1.CaseService/ListCases,%d,true,", rows), `""filter"":`, "open = true"} {
		if !strings.Contains(told.out, word) {
			t.Errorf("the record does not say %q: %s", word, told.out)
		}
	}
	// more than connections hold between us: who does not read, keeps it from ending
	large := p.tus(t, advisor, http.MethodGet, "/v1/companies:search?format=csv&communeCode=30007", nil, "Accept-Encoding", "identity")
	if _, err := io.ReadFull(large.Body, make([]byte, 1000)); err != nil || large.StatusCode != http.StatusOK {
		t.Fatalf("the second file: %d %v", large.StatusCode, err)
	}
	running.kill()
	p = restart(t, running, dir, "")
	told = hup(t, "audit", "exports", "--data", dir).exits(0)
	if line := lineOf(told.out, "SearchCompanies"); !strings.Contains(line, ",false,") || strings.Contains(line, ",0,") || !strings.Contains(line, "30007") {
		t.Errorf("of the file that was cut off: %s", told.out)
	}
	if !strings.Contains(lineOf(told.out, "ListCases"), fmt.Sprintf(",%d,true,", rows)) {
		t.Errorf("of the first file: %s", told.out)
	}
	hup(t, "audit", "verify", "--data", dir).exits(0)
}

func lineOf(text, word string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, word) {
			return line
		}
	}
	return ""
}
