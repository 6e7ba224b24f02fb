package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/machine"
)

// How long an opinion may be waited for.
const (
	usualWait = 14 * 24 * time.Hour
	mostWait  = 30 * 24 * time.Hour
)

// The statuses of an opinion, as short names.
const (
	opinionAsked    = supportv1.OpinionStatus_OPINION_STATUS_ASKED
	opinionAnswered = supportv1.OpinionStatus_OPINION_STATUS_ANSWERED
	opinionExpired  = supportv1.OpinionStatus_OPINION_STATUS_EXPIRED
	opinionRevoked  = supportv1.OpinionStatus_OPINION_STATUS_REVOKED
)

// OpinionMachine is the state machine of an opinion.
var OpinionMachine = machine.Machine[supportv1.OpinionStatus]{
	{Action: "answer", From: []supportv1.OpinionStatus{opinionAsked}, To: opinionAnswered, By: experts},
	{Action: "revoke", From: []supportv1.OpinionStatus{opinionAsked}, To: opinionRevoked, By: experts},
	{Action: "expire", From: []supportv1.OpinionStatus{opinionAsked}, To: opinionExpired},
}

// Opinion is a question to somebody outside the case, and its answer. Who an outside expert is, is kept apart.
type Opinion struct {
	aggregate.Root
	// State is what is known of the opinion.
	State *supportv1.Opinion
}

// The facts that an opinion states.
type (
	// OpinionAsked: somebody was asked.
	OpinionAsked struct{ Opinion *supportv1.Opinion }
	// OpinionMoved: it went from one status to another.
	OpinionMoved struct {
		Opinion  *supportv1.Opinion
		From, To supportv1.OpinionStatus
	}
)

// Ask asks a person of the platform, or an outside expert, for an opinion on the case.
func Ask(a actor.Actor, c *Case, said *supportv1.Opinion, people Roster, now time.Time) (*Opinion, error) {
	o := &Opinion{Root: aggregate.Root{Territory: c.Territory, ID: id.New("opi")}}
	o.State = &supportv1.Opinion{
		OpinionId: o.ID, Status: opinionAsked, CaseId: c.ID, Question: said.GetQuestion(), SharedParts: said.GetSharedParts(), PersonId: said.GetPersonId(),
		ExpireTime: said.GetExpireTime(), Visibility: said.GetVisibility(), AuthorPersonId: personOf(a), AuthorBodyId: a.BodyID,
		ClientRequestId: said.GetClientRequestId(), CreatedTime: timestamppb.New(now), UpdatedTime: timestamppb.New(now),
	}
	if o.State.GetVisibility() == supportv1.MessageVisibility_MESSAGE_VISIBILITY_UNSPECIFIED {
		o.State.Visibility = partners
	}
	if o.State.GetExpireTime() == nil {
		o.State.ExpireTime = timestamppb.New(now.Add(usualWait))
	}
	if err := c.mayPost(a, o.State.GetVisibility()); err != nil {
		return nil, err
	}
	if bad := o.wrong(said.GetExpert() != nil, now); len(bad) > 0 {
		return nil, errs.Invalid("INVALID_FIELDS", bad...)
	}
	if err := o.of(a, c, people); err != nil {
		return nil, err
	}
	o.Record(OpinionAsked{o.State})
	o.Record(OpinionMoved{Opinion: o.State, To: opinionAsked})
	to := "opinion:" + o.ID
	if o.State.GetPersonId() != "" {
		to = "person:" + o.State.GetPersonId()
	}
	o.tell(noticeOpinionAsked, to)
	return o, nil
}

func (o *Opinion) wrong(outside bool, now time.Time) (bad []errs.Field) {
	if o.State.GetQuestion() == "" {
		bad = append(bad, errs.Field{Path: "opinion.question", Reason: "required"})
	}
	if outside == (o.State.GetPersonId() != "") {
		bad = append(bad, errs.Field{Path: "opinion.personId", Reason: "opinion.one_asked"})
	}
	if at := o.State.GetExpireTime().AsTime(); !at.After(now) || at.Sub(now) > mostWait {
		bad = append(bad, errs.Field{Path: "opinion.expireTime", Reason: "opinion.expire_time"})
	}
	return bad
}

// of finds the person who is asked. A body that the company does not let see its case is shown nothing of it.
func (o *Opinion) of(a actor.Actor, c *Case, people Roster) error {
	if o.State.GetPersonId() == "" {
		return nil
	}
	in := func(m actor.Actor) bool { return m.Works() && c.Level(m) > AsCompany }
	member := people.Where(o.State.GetPersonId(), in)
	if member == nil {
		member = people.Where(o.State.GetPersonId(), actor.Actor.Works)
	}
	if member == nil || o.State.GetPersonId() == personOf(a) {
		return errs.State("UNKNOWN_PERSON").With("person", o.State.GetPersonId())
	}
	o.State.BodyId = member.BodyID
	if len(o.State.GetSharedParts()) > 0 && !in(member.Actor) || c.Consent(member.BodyID).GetWithdrawn() {
		return errs.State("CONSENT_MISSING").With("body", member.BodyID)
	}
	return nil
}

// Outside says whether an expert without an account was asked.
func (o *Opinion) Outside() bool { return o.State.GetPersonId() == "" }

// Waits says whether the answer is waited for.
func (o *Opinion) Waits(now time.Time) bool {
	return o.State.GetStatus() == opinionAsked && !now.After(o.State.GetExpireTime().AsTime())
}

// Opens says why the link of an outside expert does not open any more, if it does not.
func (o *Opinion) Opens(now time.Time) error {
	switch s := o.State.GetStatus(); {
	case s == opinionAnswered:
		return errs.State("OPINION_LINK_USED")
	case s == opinionRevoked:
		return errs.State("OPINION_LINK_REVOKED")
	case !o.Waits(now):
		return errs.State("OPINION_LINK_EXPIRED")
	}
	return nil
}

// Answer gives the opinion: the answer is a message in the thread, for whom the question is, in the place of who asked.
func (o *Opinion) Answer(a actor.Actor, c *Case, text string, now time.Time) (*Message, error) {
	if !o.asked(a) && a.Kind != actor.System {
		return nil, errs.Denied("NOT_ASKED")
	}
	if err := OpinionMachine.Check(o.State.GetStatus(), "answer", a); err != nil {
		return nil, err
	}
	if !o.Waits(now) {
		return nil, OpinionMachine.Refuse(opinionExpired, "answer")
	}
	asker := actor.Actor{Kind: actor.Person, ID: o.State.GetAuthorPersonId(), BodyID: o.State.GetAuthorBodyId()}
	m := newMessage(asker, c, o.State.GetVisibility(), text, now)
	m.State.OpinionId = o.ID
	m.Record(MessagePosted{m.State})
	o.State.AnswerMessageId, o.State.AnsweredTime = m.ID, timestamppb.New(now)
	o.move(opinionAnswered, now)
	if o.State.GetAuthorPersonId() != "" {
		o.tell(noticeOpinionGiven, "person:"+o.State.GetAuthorPersonId())
	}
	return m, nil
}

// Revoke takes the question back.
func (o *Opinion) Revoke(a actor.Actor, now time.Time) error {
	if a.Kind != actor.System && !a.Has(actor.HupCoordinator) && (!a.Works() || a.BodyID != o.State.GetAuthorBodyId()) {
		return errs.Denied("NOT_THE_AUTHOR")
	}
	if err := OpinionMachine.Check(o.State.GetStatus(), "revoke", a); err != nil {
		return err
	}
	o.move(opinionRevoked, now)
	return nil
}

// Expire ends the waiting.
func (o *Opinion) Expire(now time.Time) { o.move(opinionExpired, now) }

func (o *Opinion) move(to supportv1.OpinionStatus, now time.Time) {
	from := o.State.GetStatus()
	o.State.Status, o.State.UpdatedTime = to, timestamppb.New(now)
	o.Record(OpinionMoved{Opinion: o.State, From: from, To: to})
}

func (o *Opinion) tell(template, recipient string) {
	o.Record(Told{
		Template: template, Recipient: recipient, Key: o.ID + ":" + template, SubjectID: o.ID, CaseID: o.State.GetCaseId(),
		Params: pairs(nil, "bodyId", o.State.GetAuthorBodyId()),
	})
}

// asked says whether the actor is the person who was asked.
func (o *Opinion) asked(a actor.Actor) bool {
	return o.State.GetPersonId() != "" && personOf(a) == o.State.GetPersonId() && a.BodyID == o.State.GetBodyId()
}

// Visible says whether the actor may see the opinion: by its visibility, never the company; and who was asked.
func (o *Opinion) Visible(a actor.Actor, c *Case) bool {
	return o.asked(a) || o.InCase(a, c)
}

// InCase says whether the actor sees the opinion as one of the case's.
func (o *Opinion) InCase(a actor.Actor, c *Case) bool {
	w := Written{o.State.GetVisibility(), o.State.GetAuthorPersonId(), o.State.GetAuthorBodyId()}
	return !a.Has(actor.CompanyUser) && w.Legible(a, c)
}

// Actions are what the actor may do with the opinion now.
func (o *Opinion) Actions(a actor.Actor, now time.Time) []string {
	if !o.Waits(now) {
		return nil
	}
	var actions []string
	if o.asked(a) {
		actions = append(actions, "answer")
	}
	if a.Works() && a.BodyID == o.State.GetAuthorBodyId() || a.Has(actor.HupCoordinator) {
		actions = append(actions, "revoke")
	}
	return actions
}

// Shared are the parts of the case that were chosen, in words; subject says what people call a subject.
func (o *Opinion) Shared(c *Case, subject func(code string) string) []*supportv1.SharedText {
	var shared []*supportv1.SharedText
	for _, part := range o.State.GetSharedParts() {
		if text := c.part(part, subject); text != "" {
			shared = append(shared, &supportv1.SharedText{Part: part, Text: text})
		}
	}
	return shared
}

// Asks says whether the opinion was asked of somebody of the bodies.
func (o *Opinion) Asks(bodies []string) bool { return slices.Contains(bodies, o.State.GetBodyId()) }
