package facade

import (
	"context"
	"slices"
	"strings"
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
)

// onDesk is how many rows of a section are answered at once.
const onDesk = 10

// endingSoon is how many days before its end an option is on the desk.
const endingSoon = 14

// byDue puts the most urgent first.
const byDue = "dueTime"

// GetDesk asks for all sections at once, each its count and its first rows.
func (f *Facade) GetDesk(ctx context.Context, _ *hupv1.GetDeskRequest) (*hupv1.Desk, error) {
	today := calendar.DayOf(f.Clock.Now())
	ours := conditions{`responsibleBodyId = "mine"`, `status != "CASE_STATUS_AWAITING_INFO"`, `status != "CASE_STATUS_DRAFT"`}
	d := &hupv1.Desk{
		TodayDate: today.String(), Overdue: &hupv1.DeskCases{}, DueToday: &hupv1.DeskCases{}, Unassigned: &hupv1.DeskCases{},
		AwaitingInfo: &hupv1.DeskCases{}, NextMove: &hupv1.DeskCases{Filter: ours.String()},
		ReferralsToAnswer: &hupv1.DeskReferrals{Filter: `bodyId = "mine" AND unanswered = true`},
		MyTasks:           &hupv1.DeskTasks{Filter: `ownerPersonId = "me" AND open = true`},
		Mentions:          &hupv1.DeskMessages{Filter: `mentioned = "me" AND unread = true`}, Unread: &hupv1.DeskMessages{Filter: `unread = true`},
	}
	d.EndingOptions = &hupv1.DeskOptions{Filter: `held = true AND endDate <= "` + today.AddDays(endingSoon).String() + `"`}
	d.Portfolio = &hupv1.DeskCompanies{Filter: `portfolioPersonId = "me"`}
	d.AppointmentsToday = &hupv1.DeskAppointments{Filter: expectedOn(today)}
	led := ledBy(actor.From(ctx))
	unanswered := led.and(`unanswered = true`, `status != "CASE_STATUS_DRAFT"`, `status != "CASE_STATUS_AWAITING_INFO"`)
	d.Overdue.Filter = unanswered.and(before(today.Start())).String()
	d.DueToday.Filter = unanswered.and(`dueTime >= "`+instant(today.Start())+`"`, before(today.AddDays(1).Start())).String()
	d.Unassigned.Filter = unanswered.and(`assignedPersonId = ""`).String()
	d.AwaitingInfo.Filter = led.and(`status = "CASE_STATUS_AWAITING_INFO"`).String()
	var err error
	d.Missing, err = f.gather(ctx, slices.Concat(f.referralsOnDesk(d.ReferralsToAnswer),
		f.casesOnDesk(d.Overdue, d.DueToday, d.Unassigned, d.AwaitingInfo, d.NextMove), f.tasksOnDesk(d.MyTasks), f.portfolioOnDesk(d.Portfolio), f.messagesOnDesk("mentions", d.Mentions),
		f.messagesOnDesk("unread", d.Unread), f.appointmentsOnDesk(d.AppointmentsToday), f.optionsOnDesk(d.EndingOptions))...)
	return d, err
}

// conditions are those of a filter.
type conditions []string

// String is the filter.
func (c conditions) String() string { return strings.Join(c, " AND ") }

func (c conditions) and(more ...string) conditions { return append(c[:len(c):len(c)], more...) }

// ledBy are the cases that the caller's body leads; the coordination looks after all.
func ledBy(a actor.Actor) conditions {
	if a.Has(actor.HupCoordinator) {
		return nil
	}
	return conditions{`leadBodyId = "mine"`}
}

func before(t time.Time) string { return `dueTime < "` + instant(t) + `"` }

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// casesOnDesk fills sections of cases, which support answers.
func (f *Facade) casesOnDesk(sections ...*hupv1.DeskCases) (parts []part) {
	cases := f.cases()
	for _, s := range sections {
		parts = append(parts, part{name: "cases", required: true, load: func(ctx context.Context) error {
			page, err := cases.ListCases(ctx, &supportv1.ListCasesRequest{Filter: s.GetFilter(), OrderBy: byDue, PageSize: onDesk})
			s.Cases = page.GetCases()
			return err
		}}, part{name: "cases", required: true, load: func(ctx context.Context) (err error) {
			s.Count, err = cases.CountCases(ctx, &supportv1.CountCasesRequest{Filter: s.GetFilter()})
			return err
		}})
	}
	return parts
}

// referralsOnDesk fills the section of referrals.
func (f *Facade) referralsOnDesk(s *hupv1.DeskReferrals) []part {
	referrals := supportv1.NewReferralServiceClient(f.Peer("support"))
	return []part{{name: "referralsToAnswer", required: true, load: func(ctx context.Context) error {
		page, err := referrals.ListReferrals(ctx, &supportv1.ListReferralsRequest{Filter: s.GetFilter(), OrderBy: byDue, PageSize: onDesk})
		s.Referrals = page.GetReferrals()
		return err
	}}, {name: "referralsToAnswer", required: true, load: func(ctx context.Context) (err error) {
		s.Count, err = referrals.CountReferrals(ctx, &supportv1.CountReferralsRequest{Filter: s.GetFilter()})
		return err
	}}}
}

// tasksOnDesk fills the section of tasks.
func (f *Facade) tasksOnDesk(s *hupv1.DeskTasks) []part {
	tasks := supportv1.NewTaskServiceClient(f.Peer("support"))
	return []part{{name: "myTasks", load: func(ctx context.Context) error {
		page, err := tasks.ListTasks(ctx, &supportv1.ListTasksRequest{Filter: s.GetFilter(), PageSize: onDesk})
		s.Tasks = page.GetTasks()
		return err
	}}, {name: "myTasks", load: func(ctx context.Context) (err error) {
		s.Count, err = tasks.CountTasks(ctx, &supportv1.CountTasksRequest{Filter: s.GetFilter()})
		return err
	}}}
}

// messagesOnDesk fills a section of messages.
func (f *Facade) messagesOnDesk(name string, s *hupv1.DeskMessages) []part {
	messages := supportv1.NewMessageServiceClient(f.Peer("support"))
	return []part{{name: name, load: func(ctx context.Context) error {
		page, err := messages.ListMessages(ctx, &supportv1.ListMessagesRequest{Filter: s.GetFilter(), PageSize: onDesk})
		s.Messages = page.GetMessages()
		return err
	}}, {name: name, load: func(ctx context.Context) (err error) {
		s.Count, err = messages.CountMessages(ctx, &supportv1.CountMessagesRequest{Filter: s.GetFilter()})
		return err
	}}}
}

// optionsOnDesk fills the section of options that end, which land answers.
func (f *Facade) optionsOnDesk(s *hupv1.DeskOptions) []part {
	options := landv1.NewOptionServiceClient(f.Peer("land"))
	return []part{{name: "endingOptions", load: func(ctx context.Context) error {
		page, err := options.ListOptions(ctx, &landv1.ListOptionsRequest{Filter: s.GetFilter(), OrderBy: "endDate", PageSize: onDesk})
		s.Options = page.GetOptions()
		return err
	}}, {name: "endingOptions", load: func(ctx context.Context) (err error) {
		s.Count, err = options.CountOptions(ctx, &landv1.CountOptionsRequest{Filter: s.GetFilter()})
		return err
	}}}
}
