package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
)

// How long a client may call, when nothing is said and at most, in months.
const (
	usualMonths = 18
	mostMonths  = 24
)

// Client is a partner body's system. Its secrets are kept apart, as hashes.
type Client struct {
	aggregate.Root
	// State is what is known of the client.
	State *identityv1.Client
}

// The facts a client states.
type (
	// ClientCreated: the system may call.
	ClientCreated struct{ Client *identityv1.Client }
	// ClientSecretRotated: it has a new secret.
	ClientSecretRotated struct {
		Client         *identityv1.Client
		OverlapMinutes int32
	}
	// ClientRevoked: it is stopped for ever.
	ClientRevoked struct{ Client *identityv1.Client }
	// ClientMoved: it went from one status to another.
	ClientMoved struct {
		Client *identityv1.Client
		From   identityv1.ClientStatus
		Reason string
	}
)

// NewClient makes a client with its first secret, of which only the hint is known here. The id is empty but for demo data.
func NewClient(territory, clientID string, said *identityv1.Client, hint string, now time.Time) (*Client, error) {
	today := calendar.DayOf(now)
	if said.GetExpiryDate() == "" {
		said.ExpiryDate = months(today, usualMonths).String()
	}
	last, err := calendar.ParseDay(said.GetExpiryDate())
	if err != nil || !last.After(today) || last.After(months(today, mostMonths)) {
		return nil, errs.Invalid("EXPIRY_DATE_OUT_OF_RANGE", errs.Field{Path: "expiryDate", Reason: "EXPIRY_DATE_OUT_OF_RANGE"})
	}
	c := &Client{Root: aggregate.Root{Territory: territory, ID: orNew(clientID, "cli")}, State: said}
	said.ClientId, said.Status = c.ID, identityv1.ClientStatus_CLIENT_STATUS_ACTIVE
	said.Secrets = []*identityv1.ClientSecret{{Hint: hint, CreatedTime: timestamppb.New(now)}}
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	c.Record(ClientCreated{said})
	c.Record(ClientMoved{Client: said})
	return c, nil
}

func months(d calendar.Day, n int) calendar.Day { return calendar.DayOf(d.Start().AddDate(0, n, 0)) }

// Rotate adds a secret; the one before stays valid for the overlap, no time at all when it is zero.
func (c *Client) Rotate(hint string, overlap time.Duration, now time.Time) error {
	if !c.Active() {
		return errs.State("CLIENT_NOT_ACTIVE")
	}
	valid := ValidSecrets(c.State, now)
	if len(valid) > 1 && overlap > 0 {
		return errs.State("CLIENT_SECRETS_OVERLAP")
	}
	secrets := []*identityv1.ClientSecret{{Hint: hint, CreatedTime: timestamppb.New(now)}}
	if overlap > 0 {
		valid[0].RetireTime = timestamppb.New(now.Add(overlap))
		secrets = append(secrets, valid[0])
	}
	c.State.Secrets, c.State.UpdatedTime = secrets, timestamppb.New(now)
	c.Record(ClientSecretRotated{c.State, int32(overlap / time.Minute)})
	return nil
}

// ValidSecrets are the secrets that a client can still be known by, newest first.
func ValidSecrets(c *identityv1.Client, now time.Time) []*identityv1.ClientSecret {
	var valid []*identityv1.ClientSecret
	for _, s := range c.GetSecrets() {
		if s.GetRetireTime() == nil || s.GetRetireTime().AsTime().After(now) {
			valid = append(valid, s)
		}
	}
	return valid
}

// Revoke stops the client for ever.
func (c *Client) Revoke(reason identityv1.ClientRevocationReason, now time.Time) error {
	if !c.Active() {
		return errs.State("CLIENT_NOT_ACTIVE")
	}
	c.State.RevocationReason, c.State.RevokedTime = reason, timestamppb.New(now)
	c.move(identityv1.ClientStatus_CLIENT_STATUS_REVOKED, reason.String(), now)
	c.Record(ClientRevoked{c.State})
	return nil
}

// Expire ends the client after its last day.
func (c *Client) Expire(now time.Time) {
	if c.Active() {
		c.move(identityv1.ClientStatus_CLIENT_STATUS_EXPIRED, "", now)
	}
}

func (c *Client) move(to identityv1.ClientStatus, reason string, now time.Time) {
	from := c.State.GetStatus()
	c.State.Status, c.State.UpdatedTime, c.State.Secrets = to, timestamppb.New(now), nil
	c.Record(ClientMoved{Client: c.State, From: from, Reason: reason})
}

// Active says whether the client may call.
func (c *Client) Active() bool {
	return c.State.GetStatus() == identityv1.ClientStatus_CLIENT_STATUS_ACTIVE
}

// Ends is the instant after the client's last day.
func (c *Client) Ends() time.Time {
	last, _ := calendar.ParseDay(c.State.GetExpiryDate()) // read when it was made
	return last.AddDays(1).Start()
}

// ActorOf is who the client acts as, with the scopes it asked for.
func (c *Client) ActorOf(scopes []string) actor.Actor {
	return actor.Actor{
		Kind: actor.Client, ID: c.ID, Territory: c.Territory, BodyID: c.State.GetBodyId(), Roles: []actor.Role{actor.PartnerAPI}, Scopes: scopes,
	}
}
