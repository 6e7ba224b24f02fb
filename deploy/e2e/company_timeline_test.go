package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"
)

// timeline walks the pages of a company's timeline and answers all lines, as instant, id and service.
func (p *platform) timeline(t *testing.T, as, company string, size int, more url.Values) (lines []string) {
	t.Helper()
	q := url.Values{"pageSize": {fmt.Sprint(size)}}
	for name, values := range more {
		q[name] = values
	}
	for {
		page := p.must(t, as, http.MethodGet, "/v1/companies/"+company+"/timeline?"+q.Encode(), nil)
		if len(page.list("missing")) > 0 {
			t.Fatalf("missing: %v", page.list("missing"))
		}
		if got := len(page.list("entries")); got > size {
			t.Fatalf("%d lines on a page of %d", got, size)
		}
		for _, e := range page.list("entries") {
			if at(e, "text") == "" || at(e, "type") == "hup.support.need_linked.v1" {
				t.Errorf("a line without words, or told by another service: %v", e)
			}
			lines = append(lines, fmt.Sprint(at(e, "time"), " ", at(e, "entryId"), " ", at(e, "service"), " ", at(e, "kind")))
		}
		if page.text("nextPageToken") == "" {
			return lines
		}
		q.Set("pageToken", page.text("nextPageToken"))
	}
}

func count(lines []string, words string) (n int) {
	for _, l := range lines {
		if slices.Contains([]string{word(l, 2), word(l, 3)}, words) {
			n++
		}
	}
	return n
}

func word(line string, i int) string {
	var parts [4]string
	_, _ = fmt.Sscan(line, &parts[0], &parts[1], &parts[2], &parts[3])
	return parts[i]
}

func TestCompanyTimeline_isOneListOfAllServices(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	j := submit(t, p)
	j.opened(t)
	company := j.companyOf(t)[0]
	p.must(t, advisor, http.MethodPost, "/v1/exchanges", map[string]any{"companyId": company, "kind": "EXCHANGE_KIND_CALL", "visibility": "MESSAGE_VISIBILITY_BODY"})
	whole := p.timeline(t, advisor, company, 200, nil)
	for _, what := range []string{"support", "land", "recruitment", "training", "company", "case", "exchange"} {
		if count(whole, what) == 0 {
			t.Errorf("no line of %s", what)
		}
	}
	// What one unit of work writes has one instant: pages of every size cut through such lines, and none is lost or told twice.
	instants := map[string]int{}
	for _, l := range whole {
		instants[word(l, 0)]++
	}
	if len(instants) == len(whole) {
		t.Error("no two lines have the same instant: the test shows nothing")
	}
	if !slices.IsSortedFunc(whole, func(a, b string) int { return -compareTimes(word(a, 0), word(b, 0)) }) {
		t.Errorf("not newest first: %v", whole)
	}
	for size := 1; size <= 5; size++ {
		if paged := p.timeline(t, advisor, company, size, nil); !slices.Equal(paged, whole) {
			t.Errorf("pages of %d tell %d lines, of %d", size, len(paged), len(whole))
		}
	}
	if own := p.timeline(t, "company@"+siret, company, 200, nil); len(own) == 0 || len(own) >= len(whole) || count(own, "exchange") != 0 {
		t.Errorf("the company reads %d of %d lines", len(own), len(whole))
	}
	stranger := p.timeline(t, "advisor@cma", company, 200, nil)
	if count(stranger, "company") == 0 || count(stranger, "case") != 0 || count(stranger, "land") != 0 {
		t.Errorf("a body that is not in the case reads %v", stranger)
	}
	if land := p.timeline(t, advisor, company, 200, url.Values{"services": {"land"}}); len(land) != count(whole, "land") {
		t.Errorf("of land alone: %v", land)
	}
	if cases := p.timeline(t, advisor, company, 3, url.Values{"kinds": {"case", "training_need"}}); len(cases) != count(whole, "case")+count(whole, "training_need") {
		t.Errorf("of two kinds alone: %v", cases)
	}
	if none := p.timeline(t, advisor, company, 200, url.Values{"toTime": {"2020-01-01T00:00:00Z"}}); len(none) != 0 {
		t.Errorf("before it was met: %v", none)
	}
	if a := p.call(t, advisor, http.MethodGet, "/v1/companies/"+company+"/timeline?pageToken=abc", nil); a.status != http.StatusBadRequest {
		t.Errorf("a token of nobody: %d", a.status)
	}
	p.placesOfOthers(t, company, stranger)
	if a := p.call(t, "company@47769611600037", http.MethodGet, "/v1/companies/"+company+"/timeline", nil); a.status != http.StatusNotFound {
		t.Errorf("another company: %d", a.status)
	}
}

// placesOfOthers: a place that another reader was given, or one of another company, shows nothing but what is the reader's own.
func (p *platform) placesOfOthers(t *testing.T, company string, stranger []string) {
	t.Helper()
	given := p.must(t, advisor, http.MethodGet, "/v1/companies/"+company+"/timeline?pageSize=1", nil).text("nextPageToken")
	if given == "" {
		t.Fatal("there is one page: the test shows nothing")
	}
	for _, l := range p.timeline(t, "advisor@cma", company, 200, url.Values{"pageToken": {given}}) {
		if !slices.Contains(stranger, l) {
			t.Errorf("with the place of another reader: %s", l)
		}
	}
	elsewhere := request("Nous aussi.")
	elsewhere["company"] = map[string]any{"siret": "47769611600037"}
	other := p.must(t, advisor, http.MethodPost, "/v1/requests", elsewhere).text("case.company.companyId")
	own := p.timeline(t, advisor, other, 200, nil)
	for _, l := range p.timeline(t, advisor, other, 200, url.Values{"pageToken": {given}}) {
		if !slices.Contains(own, l) {
			t.Errorf("with a place of another company: %s", l)
		}
	}
}

func compareTimes(a, b string) int {
	x, errX := time.Parse(time.RFC3339Nano, a)
	y, errY := time.Parse(time.RFC3339Nano, b)
	if errX != nil || errY != nil {
		return 0
	}
	return x.Compare(y)
}
