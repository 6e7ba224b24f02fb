package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	notifyv1 "hup.example/proto/gen/go/hup/notify/v1"
	"hup.example/services/kit/errs"
)

// DefaultOverlap is how long the older secret signs as well, when the owner names no time.
const DefaultOverlap = 24 * 60

// RotateSecret says that a new secret signs from now on, and the one before for some minutes more.
func (w *Webhook) RotateSecret(overlapMinutes int32, now time.Time) error {
	valid := ValidSecrets(w.State.GetSecrets(), now)
	if overlapMinutes > 0 && len(valid) > 1 {
		return errs.State("WEBHOOK_SECRETS_OVERLAP")
	}
	secrets := []*notifyv1.WebhookSecret{{CreatedTime: timestamppb.New(now)}}
	if overlapMinutes > 0 && len(valid) > 0 {
		end := now.Add(time.Duration(overlapMinutes) * time.Minute)
		secrets = append(secrets, &notifyv1.WebhookSecret{CreatedTime: valid[0].GetCreatedTime(), RetireTime: timestamppb.New(end)})
	}
	w.State.Secrets, w.State.UpdatedTime = secrets, timestamppb.New(now)
	w.Record(SecretRotated{w.State, overlapMinutes})
	return nil
}

// ValidSecrets are those that sign now, newest first.
func ValidSecrets(all []*notifyv1.WebhookSecret, now time.Time) []*notifyv1.WebhookSecret {
	var valid []*notifyv1.WebhookSecret
	for _, s := range all {
		if s.GetRetireTime() == nil || now.Before(s.GetRetireTime().AsTime()) {
			valid = append(valid, s)
		}
	}
	return valid
}
