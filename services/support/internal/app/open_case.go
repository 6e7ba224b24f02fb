package app

import (
	"fmt"

	"google.golang.org/grpc/codes"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Register numbers cases and finds those that look the same.
type Register interface {
	NextNumber(tx *store.Tx) (string, error)
	Alike(tx *store.Tx, c *domain.Case) ([]*domain.Case, error)
	// LastOf answers the newest cases of a company.
	LastOf(tx *store.Tx, companyID string) ([]*domain.Case, error)
}

// OpenCase writes a request down as a case: received at once, or as a draft that SubmitCase sends.
type OpenCase struct {
	File
	Directory Directory
	Questions Questions
	Register  Register
	// DefaultBody is the body in charge of what companies and clients send, by territory.
	DefaultBody func(territory string) string
}

// How a form becomes a case.
type How int

// Received at once; as a Draft that SubmitCase sends; or AtCounter, received though required questions may wait.
const (
	Received How = iota
	Draft
	AtCounter
)

// Do answers the case made before when the sender's own request id is known.
func (u OpenCase) Do(tx *store.Tx, form *supportv1.RequestForm, how How) (*domain.Case, error) {
	known, err := tx.Once(form.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Cases.Get(tx, known)
	}
	opening, err := u.opening(tx, form)
	if err != nil {
		return nil, err
	}
	opening.Unfinished = how != Received
	c, err := domain.NewCase(tx.Actor.Territory, tx.Actor, opening, tx.Now)
	if err != nil {
		return nil, err
	}
	if how == Draft {
		c.Draft()
		err = u.Clocks.OfDraft(tx, c)
	} else {
		err = u.receive(tx, c)
	}
	if err != nil {
		return nil, err
	}
	if err := u.Cases.Put(tx, c); err != nil {
		return nil, err
	}
	return c, tx.Made(form.GetClientRequestId(), c.ID)
}

// Submit sends a draft.
func (u OpenCase) Submit(tx *store.Tx, caseID string) (*domain.Case, error) {
	c, err := u.target(tx, caseID)
	if err != nil {
		return nil, err
	}
	if err := c.May(tx.Actor, "submit"); err != nil {
		return nil, err
	}
	for _, code := range c.SubjectCodes() {
		if _, err := u.Directory.Subject(tx, code); err != nil {
			return nil, err
		}
	}
	subjects, err := asked(tx, u.Questions, c)
	if err != nil {
		return nil, err
	}
	if err := c.Complete(subjects); err != nil {
		return nil, err
	}
	if err := u.receive(tx, c); err != nil {
		return nil, err
	}
	return c, u.Cases.Put(tx, c)
}

// receive numbers the case, tells what looks the same, and starts the clock.
func (u OpenCase) receive(tx *store.Tx, c *domain.Case) error {
	var number string
	if !dry(tx) {
		var err error
		if number, err = u.Register.NextNumber(tx); err != nil {
			return err
		}
	}
	alike, err := u.Register.Alike(tx, c)
	if err != nil {
		return err
	}
	if err := c.Receive(tx.Actor, number, alike, tx.Now); err != nil {
		return err
	}
	return u.Clocks.OfCase(tx, c)
}

// opening resolves what the form names.
func (u OpenCase) opening(tx *store.Tx, form *supportv1.RequestForm) (domain.Opening, error) {
	o := domain.Opening{Form: form, Subjects: map[string]*supportv1.Subject{}}
	var unknown unknowns
	for i, n := range form.GetNeeds() {
		subject, err := u.Directory.Subject(tx, n.GetSubjectCode())
		if err := unknown.collect(err, "needs[%d].subjectCode", i); err != nil {
			return o, err
		}
		o.Subjects[n.GetSubjectCode()] = subject
	}
	for i, s := range form.GetConsents() {
		_, err := u.Directory.Body(tx, s.GetBodyId())
		if err := unknown.collect(err, "consents[%d].bodyId", i); err != nil {
			return o, err
		}
	}
	if len(unknown) > 0 {
		return o, errs.Invalid(unknown[0].Reason, unknown...)
	}
	requester, err := u.requester(tx, form)
	if err != nil {
		return o, err
	}
	o.Company, o.ProjectLeaderID, o.QpvCode = requester.Company, requester.ProjectLeaderID, requester.QpvCode
	o.LeadBodyID = u.lead(tx.Actor)
	return o, nil
}

// unknowns are the fields of a form that name what the directory lacks, to be told together.
type unknowns []errs.Field

// collect keeps the refusal of a name with its field, and answers any other error.
func (u *unknowns) collect(err error, path string, at int) error {
	e, refused := errs.As(err)
	if !refused || e.Code != codes.FailedPrecondition {
		return err
	}
	*u = append(*u, errs.Field{Path: fmt.Sprintf(path, at), Reason: e.Reason, Params: e.Params})
	return nil
}

// requester is who asks. A person of a company asks for that company, whatever the form says of it.
func (u OpenCase) requester(tx *store.Tx, form *supportv1.RequestForm) (Requester, error) {
	if !tx.Actor.Has(actor.CompanyUser) || tx.Actor.CompanyID == "" {
		return u.Directory.Requester(tx, form)
	}
	company, err := u.Directory.Company(tx, tx.Actor.CompanyID)
	if err != nil {
		return Requester{}, err
	}
	return Requester{Company: snapshotOf(company), QpvCode: company.GetQpvCode()}, nil
}

// lead is the body in charge: the advisor's own, else the one that the territory set for what comes by itself.
func (u OpenCase) lead(a actor.Actor) string {
	if a.Kind == actor.Person && a.Has(actor.HupAdvisor, actor.BodyManager, actor.PartnerExpert) {
		return a.BodyID
	}
	if body := u.DefaultBody(a.Territory); body != "" {
		return body
	}
	return a.BodyID
}

// snapshotOf is what a case keeps of a company.
func snapshotOf(c *supportv1.Company) *commonv1.CompanySnapshot {
	return &commonv1.CompanySnapshot{
		CompanyId: c.GetCompanyId(), Siret: c.GetSiret(), Name: c.GetName(), CommuneCode: c.GetCommuneCode(), Verification: c.GetVerification(),
	}
}
