// Package rpc answers the gRPC calls of support.
package rpc

import (
	"context"
	"slices"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Cases answers CaseService.
type Cases struct {
	supportv1.UnimplementedCaseServiceServer
	Store     *kit.Store
	Signer    *page.Signer
	Present   *present.Presenter
	Directory app.Directory
	Questions app.Questions
	// Prepare asks who a SIRET belongs to before the transaction that needs to know: over the network, and best effort.
	Prepare  func(ctx context.Context, siret string)
	Open     app.OpenCase
	Counter  app.OpenAtCounter
	Update   app.UpdateCase
	Link     app.LinkDuplicate
	Propose  app.Propose
	Work     app.WorkOnCase
	End      app.EndCase
	Readings *store.Readings
}

// OpenCase opens a case that is received at once, and its receipt.
func (s *Cases) OpenCase(ctx context.Context, r *supportv1.RequestForm) (*supportv1.OpenCaseResponse, error) {
	s.Prepare(ctx, r.GetCompany().GetSiret())
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.OpenCaseResponse, error) {
		c, err := s.Open.Do(tx, r, app.Received)
		return s.opened(tx, c, err)
	})
}

// opened is a new case with its receipt.
func (s *Cases) opened(tx *kit.Tx, c *domain.Case, err error) (*supportv1.OpenCaseResponse, error) {
	if err != nil {
		return nil, err
	}
	receipt, err := s.receipt(tx, c)
	if err != nil {
		return nil, err
	}
	return &supportv1.OpenCaseResponse{Case: s.answer(tx.Ctx, tx.Actor, c), Receipt: receipt}, nil
}

// CreateCase keeps the form as a draft.
func (s *Cases) CreateCase(ctx context.Context, r *supportv1.RequestForm) (*supportv1.Case, error) {
	s.Prepare(ctx, r.GetCompany().GetSiret())
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Case, error) {
		c, err := s.Open.Do(tx, r, app.Draft)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, c), nil
	})
}

// GetCase answers a case to those who may see it, and records that they did.
func (s *Cases) GetCase(ctx context.Context, r *supportv1.GetCaseRequest) (*supportv1.Case, error) {
	view := s.Store.View(ctx)
	c, err := seen(view, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	if err := s.record(ctx, view.Actor, c); err != nil {
		return nil, err
	}
	return s.read(ctx, view, c)
}

// read is one case, with who was in touch with the company and what the caller has not read.
func (s *Cases) read(ctx context.Context, v *kit.View, c *domain.Case) (read *supportv1.Case, err error) {
	read = s.answer(ctx, v.Actor, c)
	unread, err := store.Unread(v, c.ID)
	if err != nil {
		return nil, err
	}
	read.UnreadCount = unread[c.ID]
	read.RecentContacts, err = recentContacts(ctx, s.Present, v, read.GetCompany().GetCompanyId(), read.GetProjectLeaderId())
	return read, err
}

// markUnread counts what the caller has not read of each case, where it asks for that.
func markUnread(v *kit.View, cases []*supportv1.ListedCase, fields []string) error {
	if len(fields) > 0 && !slices.Contains(fields, "unread_count") && !slices.Contains(fields, "unreadCount") {
		return nil
	}
	ids := make([]string, len(cases))
	for i, c := range cases {
		ids[i] = c.GetCaseId()
	}
	unread, err := store.Unread(v, ids...)
	for _, c := range cases {
		c.UnreadCount = unread[c.GetCaseId()]
	}
	return err
}

// record keeps that another body than the owner read the case.
func (s *Cases) record(ctx context.Context, a actor.Actor, c *domain.Case) error {
	switch c.Level(a) {
	case domain.AsPartner, domain.AsCoordinator:
		return s.Readings.Saw(ctx, a, c.ID)
	}
	return nil
}

// ListCases lists the cases that the caller may see.
func (s *Cases) ListCases(ctx context.Context, r *supportv1.ListCasesRequest) (*supportv1.ListCasesResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := store.ListCases(view, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListCasesResponse{NextPageToken: next}
	for _, c := range found {
		answer.Cases = append(answer.Cases, s.listed(ctx, view.Actor, c))
	}
	if err := markUnread(view, answer.GetCases(), r.GetFields().GetPaths()); err != nil {
		return nil, err
	}
	return answer, page.Trim(answer.GetCases(), r.GetFields())
}

// GetReceipt answers the receipt again.
func (s *Cases) GetReceipt(ctx context.Context, r *supportv1.GetReceiptRequest) (*supportv1.Receipt, error) {
	view := s.Store.View(ctx)
	c, err := seen(view, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	return s.receipt(view, c)
}

// receipt names the body to ask; without it the number is enough.
func (s *Cases) receipt(from kit.Source, c *domain.Case) (*supportv1.Receipt, error) {
	body, err := s.Directory.Body(from, c.State.GetLeadBodyId())
	if err != nil && !errs.Is(err, "UNKNOWN_BODY") {
		return nil, err
	}
	var labels []string
	for _, n := range c.State.GetNeeds() {
		subject, err := s.Questions.SubjectAt(from, n.GetSubjectCode(), n.GetSubjectVersion())
		if err != nil {
			return nil, err
		}
		if label := subject.GetLabel(); !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return c.Receipt(body, labels)
}

// seen is a case that the view's actor may see.
func seen(v *kit.View, caseID string) (*domain.Case, error) {
	c, err := store.Cases.Get(v, caseID)
	if err != nil {
		return nil, err
	}
	if c.Level(v.Actor) == domain.Nothing {
		return nil, errs.NotFound("case")
	}
	return c, nil
}

// answer is the case as this caller sees it.
func (s *Cases) answer(ctx context.Context, a actor.Actor, c *domain.Case) *supportv1.Case {
	seen := present.Resource(ctx, s.Present, c.State, c.Version)
	c.BodyName = app.Names(s.Directory, s.Store.View(ctx))
	seen.AllowedActions, seen.ProposedOutcome, seen.OpenParts = c.Actions(a), c.ProposedOutcome(), c.OpenParts(a)
	s.say(ctx, seen.GetResponsibility())
	if !c.WantsReroute() {
		seen.RerouteOffered = nil
	}
	c.ForReader(a, seen)
	for _, n := range seen.GetNeeds() {
		n.LinkedStatusLabel = s.Present.Word(ctx, n.GetLinkedStatus())
	}
	for _, change := range seen.GetCompanyChanges() {
		change.KindLabel = s.Present.Word(ctx, change.GetKind().String())
	}
	for _, r := range seen.GetReferrals() {
		r.StatusLabel = s.Present.Word(ctx, r.GetStatus().String())
	}
	seen.Followed = c.Followed(a)
	if c.Level(a) == domain.AsCompany {
		seen.Followers = nil
	}
	return seen
}

// say puts why a body has the next move in words; a closed case has none.
func (s *Cases) say(ctx context.Context, why *supportv1.Responsibility) {
	if why != nil {
		why.ReasonLabel = s.Present.Word(ctx, why.GetReason().String())
	}
}

// listed is the case as this caller sees it in a list.
func (s *Cases) listed(ctx context.Context, a actor.Actor, c page.Item[*supportv1.ListedCase]) *supportv1.ListedCase {
	seen := c.Summary
	s.Present.Complete(ctx, seen, c.Version)
	domain.ForLister(a, seen)
	s.say(ctx, seen.GetResponsibility())
	for _, n := range seen.GetNeeds() {
		n.LinkedStatusLabel = s.Present.Word(ctx, n.GetLinkedStatus())
	}
	for _, r := range seen.GetReferrals() {
		r.StatusLabel = s.Present.Word(ctx, r.GetStatus().String())
	}
	return seen
}
