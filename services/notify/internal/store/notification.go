package store

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
)

// Notification is one message to one recipient.
type Notification struct {
	Territory, ID, Key, PersonID, BodyID, Recipient string
	Template, SubjectID, Context                    string
	Status                                          notifyv1.NotificationStatus
	Reason                                          notifyv1.NotificationReason
	Tries                                           int
	Due, Sent, Created                              time.Time
}

// Resource is the notification as the API shows it.
func (n Notification) Resource() *notifyv1.Notification {
	shown := &notifyv1.Notification{
		NotificationId: n.ID, Status: n.Status, Reason: n.Reason, Template: n.Template, SubjectId: n.SubjectID, CaseId: n.Context,
		CreatedTime: timestamppb.New(n.Created),
	}
	if !n.Sent.IsZero() {
		shown.SentTime = timestamppb.New(n.Sent)
	}
	return shown
}

const (
	notificationColumns = `territory, id, dedupe_key, person_id, body_id, recipient, template, subject_id, context_id, status, reason, tries, due_us, sent_us, created_us`

	insertNotification = `INSERT INTO notification (` + notificationColumns + `)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (territory, dedupe_key, recipient) DO NOTHING`

	markNotification = `UPDATE notification SET status = $1, reason = $2, tries = $3, due_us = $4, sent_us = $5
 WHERE territory = $6 AND id = $7 AND status = 'NOTIFICATION_STATUS_PENDING'`

	selectDueNotifications = `SELECT ` + notificationColumns + ` FROM notification WHERE status = 'NOTIFICATION_STATUS_PENDING' AND due_us <= $1 ORDER BY due_us, id LIMIT CAST($2 AS bigint)`
)

// AddNotification writes one down, once for each recipient of a request.
func AddNotification(tx *kit.Tx, n Notification) error {
	_, err := tx.Exec(tx.Ctx, insertNotification, n.Territory, n.ID, n.Key, n.PersonID, n.BodyID, n.Recipient, n.Template, n.SubjectID, n.Context,
		n.Status.String(), n.Reason.String(), n.Tries, clock.Micros(n.Due), clock.Micros(n.Sent), clock.Micros(n.Created))
	return err
}

// MarkNotification keeps what became of one that waited.
func MarkNotification(tx *kit.Tx, n Notification) error {
	_, err := tx.Exec(tx.Ctx, markNotification, n.Status.String(), n.Reason.String(), n.Tries, clock.Micros(n.Due), clock.Micros(n.Sent), n.Territory, n.ID)
	return err
}

// DueNotifications are some that are to be sent now, of all territories.
func DueNotifications(ctx context.Context, d *db.DB, now time.Time, most int) ([]Notification, error) {
	rows, err := d.Read().Query(ctx, selectDueNotifications, clock.Micros(now), most)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []Notification
	for rows.Next() {
		n, err := scanNotification(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, n)
	}
	return found, rows.Err()
}

func scanNotification(row interface{ Scan(...any) error }) (n Notification, err error) {
	var status, reason string
	var due, sent, created int64
	err = row.Scan(&n.Territory, &n.ID, &n.Key, &n.PersonID, &n.BodyID, &n.Recipient, &n.Template, &n.SubjectID, &n.Context, &status, &reason, &n.Tries, &due, &sent, &created)
	n.Status = notifyv1.NotificationStatus(notifyv1.NotificationStatus_value[status])
	n.Reason = notifyv1.NotificationReason(notifyv1.NotificationReason_value[reason])
	n.Due, n.Created = clock.FromMicros(due), clock.FromMicros(created)
	if sent != 0 {
		n.Sent = clock.FromMicros(sent)
	}
	return n, err
}

// NotificationList is how people list what was sent to them. The list finds the ids; the rows are read by them.
var NotificationList = &page.List{
	Name: "notifications", Kind: "notification",
	From: "(SELECT n.*, 0 AS version, '' AS head, '' AS record FROM notification n) t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "template", Column: "t.template"},
		{Name: "caseId", Column: "t.context_id"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
	Orders:     []page.Order{{Name: "createdTime", Column: "t.created_us", Kind: page.Time}},
	Descending: true,
}

const selectNotification = `SELECT ` + notificationColumns + ` FROM notification WHERE territory = $1 AND id = $2`

// Notifications answers a page of the messages to a person.
func Notifications(v *kit.View, signer *page.Signer, personID string, r page.Request) ([]Notification, string, error) {
	rows, next, err := NotificationList.Rows(v, signer, r, page.Cond{SQL: "t.person_id = ?", Args: []any{personID}})
	if err != nil {
		return nil, next, err
	}
	found := make([]Notification, len(rows))
	for i, row := range rows {
		if found[i], err = scanNotification(v.QueryRow(v.Ctx, selectNotification, v.Actor.Territory, row.ID)); err != nil {
			return nil, "", err
		}
	}
	return found, next, nil
}
