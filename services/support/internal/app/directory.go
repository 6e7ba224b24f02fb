package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// CompanySearch asks the public company search.
type CompanySearch interface {
	// Find answers the establishment as a company without id, nil when the search knows none.
	Find(ctx context.Context, siret string) (*supportv1.Company, error)
}

// Records is the directory as this service keeps it.
type Records struct {
	Store *kit.Store
	// Search is nil when the installation does not ask the public search.
	Search CompanySearch
	Log    *slog.Logger
	// Catalogues are kept for all who route.
	Catalogues *store.Catalogues
}

// kept is how long an answer of the public search is believed.
const kept = 30 * 24 * time.Hour

// Prepare asks the public search for an establishment that nobody here knows, before the transaction that will need it, and
// puts the answer into the register. It is best effort: without an answer the company is unverified, and flagged.
func (r Records) Prepare(ctx context.Context, siret string) {
	siret, err := reference.SIRET(siret)
	if err != nil || r.Search == nil {
		return
	}
	view := r.Store.View(ctx)
	known, err := store.Establishment(view, siret)
	if err != nil || known != nil && !stale(known, view.Now) {
		return
	}
	found, err := r.Search.Find(ctx, siret)
	if err == nil && found != nil {
		found.SourceTime = timestamppb.New(view.Now)
		err = r.Store.Update(ctx, func(tx *kit.Tx) error {
			_, err := store.PutEstablishments(tx, []store.Told{{Company: found, Version: clock.Micros(tx.Now)}}, nil)
			return err
		})
	}
	if err != nil {
		r.Log.WarnContext(ctx, "the company search gave no answer", "error", err.Error())
	}
}

func stale(known *supportv1.Company, now time.Time) bool {
	return known.GetSource() == supportv1.CompanySource_COMPANY_SOURCE_SEARCH_API && now.Sub(known.GetSourceTime().AsTime()) > kept
}

// Known is what is known of a SIRET: of the company when it was met, else of the register, else only that it is well formed.
func (r Records) Known(v *kit.View, siret string) (met, known *domain.Company, err error) {
	if met, err = store.CompanyOfSIRET(v, siret); err != nil || met != nil {
		met, err = store.GoingOn(v, met)
		return met, nil, err
	}
	said, err := store.Establishment(v, siret)
	if err != nil || said != nil {
		return nil, domain.CompanyOf(said), err
	}
	return nil, domain.CompanyOf(&supportv1.Company{
		Siret: siret, Sirets: []string{siret}, Siren: reference.SIRENOf(siret), Status: supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE,
		Verification: commonv1.Verification_VERIFICATION_UNVERIFIED, Source: supportv1.CompanySource_COMPANY_SOURCE_ENTERED,
	}), nil
}

// Requester implements Directory.
func (r Records) Requester(tx *kit.Tx, form *supportv1.RequestForm) (Requester, error) {
	if said := form.GetCompany().GetProjectLeader(); said != nil {
		l := domain.NewProjectLeader(tx.Actor.Territory, said, form.GetContact(), tx.Now)
		return Requester{Company: l.Snapshot(), ProjectLeaderID: l.ID}, store.ProjectLeaders.Put(tx, l)
	}
	c, err := r.meet(tx, form.GetCompany())
	if err == nil {
		err = store.HoldCompany(tx, c.ID)
	}
	if err == nil {
		c, err = store.CompanyNow(tx, c.ID)
	}
	if err != nil {
		return Requester{}, err
	}
	return Requester{Company: c.Snapshot(), QpvCode: c.State.GetQpvCode()}, c.Usable()
}

// meet finds the company that the form names, or writes it down.
func (r Records) meet(tx *kit.Tx, form *supportv1.CompanyForm) (*domain.Company, error) {
	switch {
	case form.GetSiret() != "":
		return r.MeetSIRET(tx, form.GetSiret())
	case form.GetRna() != "":
		rna, err := reference.RNA(form.GetRna())
		if err != nil {
			return nil, refused("company.rna", err)
		}
		c, err := store.CompanyOfRNA(&tx.View, rna)
		if err != nil || c != nil {
			return c, err
		}
		return r.born(tx, &supportv1.Company{Rna: rna})
	}
	c, err := store.CompanyNamed(&tx.View, form.GetName(), form.GetCommuneCode())
	if err != nil || c != nil {
		return c, err
	}
	known, err := store.EstablishmentNamed(&tx.View, form.GetName(), form.GetCommuneCode())
	if err != nil {
		return nil, err
	}
	if known != nil {
		return r.MeetSIRET(tx, known.GetSiret())
	}
	return r.born(tx, &supportv1.Company{LegalName: form.GetName(), CommuneCode: form.GetCommuneCode()})
}

// MeetSIRET finds the company of a SIRET, with what the register says today, or writes it down.
func (r Records) MeetSIRET(tx *kit.Tx, siret string) (*domain.Company, error) {
	siret, err := reference.SIRET(siret)
	if err != nil {
		return nil, refused("siret", err)
	}
	c, err := store.CompanyOfSIRET(&tx.View, siret)
	if err != nil {
		return nil, err
	}
	said, err := store.Establishment(&tx.View, siret)
	if err != nil {
		return nil, err
	}
	switch {
	case c == nil && said == nil:
		return r.born(tx, &supportv1.Company{Siret: siret})
	case c == nil:
		return r.born(tx, said)
	case said != nil:
		_, err := Refresh{}.Tell(tx, c, said)
		return c, err
	}
	return c, nil
}

// refused is the refusal of a code for the caller. The edge has checked codes: this is for those who call from inside.
func refused(path string, err error) error {
	var e *reference.Error
	if errors.As(err, &e) {
		return errs.InvalidField(path, string(e.Reason), e.Message)
	}
	return err
}

func (r Records) born(tx *kit.Tx, known *supportv1.Company) (*domain.Company, error) {
	c := domain.NewCompany(tx.Actor.Territory, known, tx.Now)
	err := store.Companies.Put(tx, c)
	if errs.Is(err, store.Companies.Taken) {
		return nil, db.ErrRace // somebody met it at the same moment: it is there at the next try
	}
	return c, err
}

// Subject implements Directory.
func (r Records) Subject(from kit.Source, code string) (*supportv1.Subject, error) {
	s, err := store.Subjects.Get(from, code)
	if errs.Is(err, "NOT_FOUND") || err == nil && !s.Asked() {
		return nil, errs.State("UNKNOWN_SUBJECT").With("subject", code)
	}
	if err != nil {
		return nil, err
	}
	return s.State, nil
}

// SubjectAt implements Questions.
func (r Records) SubjectAt(from kit.Source, code string, version int32) (*supportv1.Subject, error) {
	return store.SubjectAt(from, code, version)
}

// Body implements Directory.
func (r Records) Body(from kit.Source, bodyID string) (*supportv1.PartnerBody, error) {
	b, err := store.PartnerBodies.Get(from, bodyID)
	if errs.Is(err, "NOT_FOUND") || err == nil && b.State.GetStatus() == supportv1.PartnerBodyStatus_PARTNER_BODY_STATUS_LEFT {
		return nil, errs.State("UNKNOWN_BODY").With("body", bodyID)
	}
	if err != nil {
		return nil, err
	}
	return b.State, nil
}

// Company implements Directory.
func (r Records) Company(from kit.Source, companyID string) (*supportv1.Company, error) {
	if tx, ok := from.(*kit.Tx); ok { // something is written for it
		if err := store.HoldCompany(tx, companyID); err != nil {
			return nil, err
		}
	}
	c, err := store.CompanyNow(from, companyID)
	if err != nil {
		return nil, err
	}
	return c.State, nil
}

// Catalogue implements Directory.
func (r Records) Catalogue(from kit.Source) (*domain.Catalogue, error) { return r.Catalogues.Of(from) }

var (
	_ Directory = Records{}
	_ Questions = Records{}
)
