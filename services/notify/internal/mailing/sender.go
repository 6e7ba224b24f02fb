// Package mailing sends the messages to people by mail: it finds out whom a request is for, whether they want it and still
// may have it, writes the words in their language, and hands the mail over. Addresses are asked for at each try and never
// kept; the log names neither them nor the words.
package mailing

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/mail"
	"hup.example/services/kit/messages"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
	"hup.example/services/notify/internal/store"
)

// Sender sends. One process leads.
type Sender struct {
	Store *kit.Store
	// Mailer is nil where the installation has no mail server.
	Mailer   mail.Mailer
	Identity identityv1.IdentityServiceClient
	Support  supportv1.SupportServiceClient
	Surveys  supportv1.SatisfactionServiceClient
	Access   *access.Checker
	Words    *messages.Catalogue
	// PublicURL is where people reach the gateway.
	PublicURL string
	Log       *slog.Logger
}

const (
	// batch is how many are looked at in a step, atOnce how many mails are on their way at once.
	batch  = 64
	atOnce = 8
)

// Short names of the statuses and reasons.
const (
	pending = notifyv1.NotificationStatus_NOTIFICATION_STATUS_PENDING
	sent    = notifyv1.NotificationStatus_NOTIFICATION_STATUS_SENT
	skipped = notifyv1.NotificationStatus_NOTIFICATION_STATUS_SKIPPED
	failed  = notifyv1.NotificationStatus_NOTIFICATION_STATUS_FAILED

	noReason = notifyv1.NotificationReason_NOTIFICATION_REASON_UNSPECIFIED
	unwanted = notifyv1.NotificationReason_NOTIFICATION_REASON_UNWANTED
	noAccess = notifyv1.NotificationReason_NOTIFICATION_REASON_NO_ACCESS
	noMail   = notifyv1.NotificationReason_NOTIFICATION_REASON_NO_ADDRESS
	noServer = notifyv1.NotificationReason_NOTIFICATION_REASON_NO_MAIL_SERVER
	over     = notifyv1.NotificationReason_NOTIFICATION_REASON_OVER
	tooOld   = notifyv1.NotificationReason_NOTIFICATION_REASON_TOO_OLD
	refused  = notifyv1.NotificationReason_NOTIFICATION_REASON_REFUSED
	givenUp  = notifyv1.NotificationReason_NOTIFICATION_REASON_GIVEN_UP
)

// Step sees to some requests, and to some mails that are due.
func (s *Sender) Step(ctx context.Context) (more bool, err error) {
	requests, err := store.DueRequests(ctx, s.Store.DB(), s.Store.Clock().Now(), batch)
	if err != nil {
		return false, err
	}
	for _, r := range requests {
		if err := s.address(s.as(ctx, r.Territory), r); err != nil {
			return false, err
		}
	}
	due, err := store.DueNotifications(ctx, s.Store.DB(), s.Store.Clock().Now(), batch)
	if err != nil {
		return false, err
	}
	var group errgroup.Group // one that can't be marked keeps no other recipient from its mails
	group.SetLimit(atOnce)
	for _, mails := range byRecipient(due) {
		group.Go(func() error { return s.sendAll(ctx, mails) })
	}
	return len(requests) == batch || len(due) == batch, group.Wait()
}

// byRecipient keeps what goes to one together and in order: nobody reads that something is over before it is told of it.
func byRecipient(due []store.Notification) map[string][]store.Notification {
	lanes := map[string][]store.Notification{}
	for _, n := range due {
		lane := n.Territory + " " + n.Recipient
		lanes[lane] = append(lanes[lane], n)
	}
	return lanes
}

func (s *Sender) sendAll(ctx context.Context, mails []store.Notification) error {
	for _, n := range mails {
		if ctx.Err() != nil {
			return nil
		}
		if err := s.send(s.as(ctx, n.Territory), n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sender) as(ctx context.Context, territory string) context.Context {
	return actor.With(ctx, actor.Of(territory, "notify"))
}

// address writes down whom a request is for. What can't be found out now is tried again later.
func (s *Sender) address(ctx context.Context, r store.Request) error {
	found, err := s.recipients(ctx, r)
	if err != nil && ctx.Err() != nil {
		return nil // stopped in the middle
	}
	return s.Store.Update(ctx, func(tx *kit.Tx) error {
		r.Done = err == nil
		if err != nil {
			s.Log.WarnContext(ctx, "whom a message is for is not known yet", "template", r.Asked.GetTemplate(), "error", fmt.Sprintf("%T", err))
			r.Tries++
			if r.Due, r.Done = again(tx.Now, r.Due, r.Created, r.Tries); r.Done {
				s.Log.ErrorContext(ctx, "a message is given up: nobody said whom it is for", "template", r.Asked.GetTemplate(), "subject", r.Asked.GetSubjectId())
			}
		}
		for _, to := range found {
			if err := store.AddNotification(tx, s.notification(tx, r, to)); err != nil {
				return err
			}
		}
		return store.MarkRequest(tx, r)
	})
}

// grace is how long a mail that is under way may still take when the process is to stop: one that a server took and that is not
// written down would go twice.
const grace = 5 * time.Second

// finishing outlives the context by the grace.
func finishing(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, end := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, end) })
	return longer, func() { stop(); end() }
}

// send makes one try.
func (s *Sender) send(ctx context.Context, n store.Notification) error {
	ctx, end := finishing(ctx)
	defer end()
	status, reason, err := s.try(ctx, n)
	if err != nil && ctx.Err() != nil {
		return nil // stopped in the middle: nobody knows how it went
	}
	return s.Store.Update(ctx, func(tx *kit.Tx) error {
		n.Status, n.Reason = status, reason
		switch {
		case err != nil:
			s.Log.WarnContext(ctx, "a mail waits", "notification", n.ID, "template", n.Template, "error", fmt.Sprintf("%T", err)) // its text may hold the address
			n.Tries++
			var end bool
			if n.Due, end = again(tx.Now, n.Due, n.Created, n.Tries); end {
				n.Status, n.Reason = failed, givenUp
			}
		case status == sent:
			n.Sent = tx.Now
		}
		return store.MarkNotification(tx, n)
	})
}

// again is when the next try is after one that failed, or that there is none.
func again(now, due, created time.Time, tries int) (next time.Time, end bool) {
	next, more := domain.NextAttempt(created, tries, now)
	if !more {
		return due, true
	}
	return next, false
}

// try sends a notification, unless it is not to be sent. An error means that it may go later.
func (s *Sender) try(ctx context.Context, n store.Notification) (notifyv1.NotificationStatus, notifyv1.NotificationReason, error) {
	view := s.Store.View(ctx)
	r, err := store.RequestOf(view, n.Key)
	if err != nil {
		return pending, noReason, err
	}
	if view.Now.Sub(r.Created) > domain.StaleAfter {
		return skipped, tooOld, nil
	}
	if s.Mailer == nil {
		return skipped, noServer, nil
	}
	to, reason, err := s.reach(ctx, view, r, n)
	if err != nil || reason != noReason {
		return skip(reason), reason, err
	}
	m, err := s.write(ctx, r, n, to)
	if err != nil {
		return pending, noReason, err
	}
	err = s.Mailer.Send(ctx, m)
	if err != nil && mail.Refused(err) {
		return failed, refused, nil
	}
	if err != nil {
		return pending, noReason, err
	}
	return sent, noReason, nil
}

func skip(reason notifyv1.NotificationReason) notifyv1.NotificationStatus {
	if reason == noReason {
		return pending
	}
	return skipped
}
