package support_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/store"
	own "hup.example/services/support/internal/store"
)

func (b *bench) feed(ctx context.Context, f *supportv1.CalendarFeed) *supportv1.CalendarFeed {
	b.t.Helper()
	got, err := b.Feeds.CreateCalendarFeed(ctx, &supportv1.CreateCalendarFeedRequest{CalendarFeed: f})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// fetch asks for an address as a calendar program does.
func (b *bench) fetch(method, url string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, strings.TrimPrefix(url, "https://hup.example.org"), nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	b.service.Routes["/calendriers/"].ServeHTTP(w, r)
	return w
}

// events reads a feed with the parser of others, after the rules of RFC 5545 that it forgives.
func (b *bench) events(t *testing.T, url string) (text string, events []ical.Event) {
	t.Helper()
	w := b.fetch(http.MethodGet, url)
	text = w.Body.String()
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8; method=PUBLISH" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), text)
	}
	if !strings.HasSuffix(text, "END:VCALENDAR\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Error("lines do not end in CRLF")
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\x00\x07\x7f\r") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	c, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{ical.PropVersion: "2.0", ical.PropMethod: "PUBLISH", ical.PropCalendarScale: "GREGORIAN"} {
		if got := c.Props[name]; len(got) != 1 || got[0].Value != want {
			t.Errorf("%s is %v", name, got)
		}
	}
	once(t, c.Component)
	var again strings.Builder // its encoder refuses what the standard does not let be
	if err := ical.NewEncoder(&again).Encode(c); err != nil {
		t.Error(err)
	}
	if z := c.Children[0]; z.Name != ical.CompTimezone || z.Props.Get(ical.PropTimezoneID).Value != "Europe/Paris" || len(z.Children) != 2 {
		t.Errorf("the zone is %v", z)
	}
	return text, c.Events()
}

func prop(t *testing.T, e ical.Event, name string) string {
	t.Helper()
	values := e.Props[name]
	if len(values) != 1 {
		t.Fatalf("%s is there %d times", name, len(values))
	}
	return values[0].Value
}

// TestCalendarFeed_isReadByOtherPrograms: what is booked, moved and called off, over the end of summer time, with names that need
// escaping and folding; nothing in it that the job does not need.
func TestCalendarFeed_isReadByOtherPrograms(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	b.clock.Set(paris(t, "2026-10-19 08:00").AsTime())
	p := thursdays("initiative", "Salle « Cévennes », rez-de-chaussée ; sonnez à l'entrée des artistes et montez l'escalier\r\nGauche\x07")
	p.Title = "Prêt d'honneur, création; reprise — l'équipe d'Initiative Gard vous reçoit une fois par semaine"
	id := b.permanence(p).GetPermanenceId()
	c, company := b.agreed()
	first := b.booked(company, &supportv1.Appointment{PermanenceId: id, StartTime: paris(t, "2026-10-22 09:00"), CaseId: c.GetCaseId(), Note: "Secret d'atelier"})
	second := b.booked(company, &supportv1.Appointment{PermanenceId: id, StartTime: paris(t, "2026-10-29 09:00"), CaseId: c.GetCaseId()})
	mine := b.feed(company, &supportv1.CalendarFeed{AppointmentId: second.GetAppointmentId()})
	ofBody := b.feed(b.as("initiative"), &supportv1.CalendarFeed{BodyId: "mine"})
	text, events := b.events(t, ofBody.GetUrl())
	if len(events) != 2 {
		t.Fatalf("%d events", len(events))
	}
	for i, a := range []*supportv1.Appointment{first, second} {
		start, err := events[i].DateTimeStart(time.UTC)
		if err != nil || !start.Equal(a.GetStartTime().AsTime()) || !strings.HasSuffix(prop(t, events[i], ical.PropDateTimeStart), "T090000") {
			t.Errorf("it begins %v, %v", start, err)
		}
		if prop(t, events[i], ical.PropUID) != a.GetAppointmentId()+"@ales.hup" || prop(t, events[i], ical.PropSequence) != "0" || prop(t, events[i], ical.PropStatus) != "CONFIRMED" {
			t.Errorf("%v", events[i].Props)
		}
	}
	summary, err := events[0].Props.Text(ical.PropSummary)
	if err != nil || summary != p.GetTitle()+" : "+c.GetCompany().GetName() {
		t.Errorf("%q %v", summary, err)
	}
	for _, secret := range []string{"Secret", "Personne", "example.org/", "+3346", c.GetNumber(), c.GetCaseId()} {
		if strings.Contains(strings.ReplaceAll(text, "\r\n ", ""), secret) {
			t.Errorf("the feed holds %s", secret)
		}
	}
	if _, err := b.Appointments.MoveAppointment(company, &supportv1.MoveAppointmentRequest{AppointmentId: second.GetAppointmentId(), StartTime: paris(t, "2026-11-05 09:30")}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Permanences.CancelSlots(b.as("initiative"), &supportv1.CancelSlotsRequest{PermanenceId: id, Date: "2026-11-05", ReasonNote: "grève"}); err != nil {
		t.Fatal(err)
	}
	_, events = b.events(t, mine.GetUrl())
	if len(events) != 1 || prop(t, events[0], ical.PropUID) != second.GetAppointmentId()+"@ales.hup" || prop(t, events[0], ical.PropSequence) != "2" || prop(t, events[0], ical.PropStatus) != "CANCELLED" {
		t.Errorf("%v", events)
	}
}

// TestCalendarFeed_namesOnlyWhoLetsItsNameBePublished: a natural person's name leaves neither by a company nor by a project.
func TestCalendarFeed_namesOnlyWhoLetsItsNameBePublished(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	p := b.permanence(thursdays("myriapolis", "Salle 1")).GetPermanenceId()
	c := b.opened()
	known, err := b.Companies.GetCompany(b.as("myriapolis"), &supportv1.GetCompanyRequest{CompanyId: c.GetCompany().GetCompanyId()})
	if err != nil {
		t.Fatal(err)
	}
	b.partial(t, known)
	got, err := b.Cases.OpenCase(b.as("myriapolis"), &supportv1.RequestForm{
		Company: &supportv1.CompanyForm{ProjectLeader: &supportv1.ProjectLeaderForm{Name: "Dominique Porteuse", Project: "Une boulangerie"}},
		Contact: &supportv1.Contact{Name: "Dominique Porteuse", Email: "d@example.org"}, Origin: supportv1.CaseOrigin_CASE_ORIGIN_COUNTER,
		Needs: []*supportv1.NeedForm{{SubjectCode: "finance.investment"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.booked(b.as("myriapolis"), &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00"), CaseId: c.GetCaseId()})
	b.booked(b.as("myriapolis"), &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:30"), CaseId: got.GetCase().GetCaseId()})
	text, events := b.events(t, b.feed(b.as("myriapolis"), &supportv1.CalendarFeed{PermanenceId: p}).GetUrl())
	text = strings.ReplaceAll(text, "\r\n ", "")
	if len(events) != 2 || strings.Contains(text, "Dominique") || strings.Contains(text, c.GetCompany().GetName()) {
		t.Errorf("%s", text)
	}
	list, err := b.Appointments.ListAppointments(b.client("myriapolis"), &supportv1.ListAppointmentsRequest{Filter: `companyId = "` + c.GetCompany().GetCompanyId() + `"`})
	if err != nil || len(list.GetAppointments()) != 1 || list.GetAppointments()[0].GetCompany().GetName() == c.GetCompany().GetName() {
		t.Errorf("a partner's system reads %v, %v", list.GetAppointments(), err)
	}
}

// partial makes a company one of a natural person who does not let its name be published, as the register would say.
func (b *bench) partial(t *testing.T, said *supportv1.Company) {
	t.Helper()
	err := b.store.Update(b.as("myriapolis"), func(tx *store.Tx) error {
		c, err := own.Companies.Get(tx, said.GetCompanyId())
		if err != nil {
			return err
		}
		c.Learn(&supportv1.Company{Siret: said.GetSiret(), Diffusion: supportv1.Diffusion_DIFFUSION_PARTIAL, LegalForm: "1000", LegalName: said.GetLegalName()}, tx.Now)
		return own.Companies.Put(tx, c)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCalendarFeed_isASecretThatCanBeTakenBack(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		p := b.permanence(thursdays("initiative", "Salle 1")).GetPermanenceId()
		_, company := b.agreed()
		a := b.booked(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00")}).GetAppointmentId()
		for name, x := range map[string]struct {
			who  context.Context
			feed *supportv1.CalendarFeed
			want string
		}{
			"a company, of a permanence": {company, &supportv1.CalendarFeed{PermanenceId: p}, "NOT_YOUR_PERMANENCE"},
			"another body":               {b.as("cci"), &supportv1.CalendarFeed{BodyId: "initiative"}, "NOT_YOUR_PERMANENCE"},
			"another company":            {b.company("com_0"), &supportv1.CalendarFeed{AppointmentId: a}, "NOT_FOUND"},
			"of nothing":                 {b.as("initiative"), &supportv1.CalendarFeed{}, "INVALID_FIELDS"},
			"of two things":              {b.as("initiative"), &supportv1.CalendarFeed{BodyId: "mine", PermanenceId: p}, "INVALID_FIELDS"},
		} {
			if _, err := b.Feeds.CreateCalendarFeed(x.who, &supportv1.CreateCalendarFeedRequest{CalendarFeed: x.feed}); !errs.Is(err, x.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		f := b.feed(b.as("myriapolis"), &supportv1.CalendarFeed{BodyId: "initiative"}) // its host
		etag := b.fetch(http.MethodGet, f.GetUrl()).Header().Get("ETag")
		if w := b.fetch(http.MethodGet, f.GetUrl(), "If-None-Match", etag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("asked again: %d", w.Code)
		}
		if w := b.fetch(http.MethodPost, f.GetUrl()); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("posted: %d", w.Code)
		}
		for _, wrong := range []string{
			"https://hup.example.org/calendriers/", "https://hup.example.org/calendriers/ales.ics", strings.Replace(f.GetUrl(), "ales.", "nimes.", 1),
			strings.TrimSuffix(f.GetUrl(), ".ics"), strings.Replace(f.GetUrl(), f.GetCalendarFeedId(), "cal_00000000000000000000000000", 1),
			f.GetUrl()[:len(f.GetUrl())-6] + "xx.ics",
		} {
			if w := b.fetch(http.MethodGet, wrong); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "Demandez-en une autre") {
				t.Errorf("%s: %d %s", wrong, w.Code, w.Body)
			}
		}
		if _, err := b.Feeds.GetCalendarFeed(b.as("cci"), &supportv1.GetCalendarFeedRequest{CalendarFeedId: f.GetCalendarFeedId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("cci reads the address: %v", err)
		}
		b.clock.Advance(367 * 24 * time.Hour)
		if w := b.fetch(http.MethodGet, f.GetUrl()); w.Code != http.StatusNotFound {
			t.Errorf("after a year: %d", w.Code)
		}
		b.clock.Advance(-367 * 24 * time.Hour)
		got, err := b.Feeds.RevokeCalendarFeed(b.another("myriapolis"), &supportv1.RevokeCalendarFeedRequest{CalendarFeedId: f.GetCalendarFeedId()})
		if err != nil || got.GetUrl() != "" || len(got.GetAllowedActions()) != 0 {
			t.Errorf("%v %v", got, err)
		}
		if w := b.fetch(http.MethodGet, f.GetUrl()); w.Code != http.StatusNotFound {
			t.Errorf("taken back: %d", w.Code)
		}
		list, err := b.Feeds.ListCalendarFeeds(b.as("myriapolis"), &supportv1.ListCalendarFeedsRequest{})
		if err != nil || !slices.ContainsFunc(list.GetCalendarFeeds(), func(x *supportv1.CalendarFeed) bool {
			return x.GetCalendarFeedId() == f.GetCalendarFeedId() && x.GetUrl() == ""
		}) {
			t.Errorf("%v %v", list, err)
		}
	})
}

// once: a parameter is said once, as the standard wants it.
func once(t *testing.T, c *ical.Component) {
	t.Helper()
	for name, props := range c.Props {
		for _, p := range props {
			for param, values := range p.Params {
				if len(values) != 1 {
					t.Errorf("%s of %s has %s %v", name, c.Name, param, values)
				}
			}
		}
	}
	for _, child := range c.Children {
		once(t, child)
	}
}
