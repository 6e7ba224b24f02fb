package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/machine"
)

// The statuses of a sale, as short names.
const (
	saleDeliberated = landv1.LandSaleStatus_LAND_SALE_STATUS_DELIBERATED
	salePromised    = landv1.LandSaleStatus_LAND_SALE_STATUS_PROMISE_SIGNED
	salePermitFiled = landv1.LandSaleStatus_LAND_SALE_STATUS_PERMIT_FILED
	salePermitted   = landv1.LandSaleStatus_LAND_SALE_STATUS_PERMIT_GRANTED
	saleSigned      = landv1.LandSaleStatus_LAND_SALE_STATUS_DEED_SIGNED
	saleTerminated  = landv1.LandSaleStatus_LAND_SALE_STATUS_TERMINATED
)

type saleStatuses = []landv1.LandSaleStatus

// SaleMachine is the state machine of a sale. Source: design of the domain, section 6. A sale without works goes from the
// promise to the deed without a permit.
var SaleMachine = machine.Machine[landv1.LandSaleStatus]{
	{Action: "signPromise", From: saleStatuses{saleDeliberated}, To: salePromised, By: staff},
	{Action: "filePermit", From: saleStatuses{salePromised}, To: salePermitFiled, By: staff},
	{Action: "grantPermit", From: saleStatuses{salePermitFiled}, To: salePermitted, By: staff},
	{Action: "signDeed", From: saleStatuses{salePromised, salePermitted}, To: saleSigned, By: staff},
	{Action: "terminate", From: saleStatuses{saleDeliberated, salePromised, salePermitFiled, salePermitted}, To: saleTerminated, By: staff},
}

// LandSale is the file of a sale, from the deliberation to the deed.
type LandSale struct {
	aggregate.Root
	// State is what is known of the sale.
	State *landv1.LandSale
}

// The facts a sale states.
type (
	// SaleMoved: the status of a sale changed; From is unspecified for a new one.
	SaleMoved struct {
		Sale         *landv1.LandSale
		From         landv1.LandSaleStatus
		Reason, Note string
	}
	// AssetSold: the deed was signed.
	AssetSold struct {
		Sale  *landv1.LandSale
		Asset Asset
	}
)

// OpenSale makes a sale file, deliberated. The caller has checked that nothing else holds the asset.
func OpenSale(a actor.Actor, said *landv1.LandSale, of Asset, now time.Time) (*LandSale, error) {
	s := &LandSale{Root: aggregate.Root{Territory: a.Territory, ID: id.New("lsa")}, State: said}
	said.LandSaleId, said.Status, said.BodyId, said.ZoneId, said.HeldFrom = s.ID, saleDeliberated, of.BodyID, of.ZoneID, of.Availability
	if said.GetAreaM2() == 0 {
		said.AreaM2 = of.AreaM2
	}
	if err := s.Parties().Decide(a); err != nil {
		return nil, err
	}
	bad := inOrder(nil, "deliberationDate", said.GetDeliberationDate(), "", now)
	bad = positive(bad, "price.amountCents", said.GetPrice())
	if !someCompany(said.GetCompany()) {
		bad = append(bad, errs.Field{Path: "company", Reason: "COMPANY_REQUIRED"})
	}
	if of.AreaM2 > 0 && said.GetAreaM2() > of.AreaM2 {
		bad = append(bad, errs.Field{Path: "areaM2", Reason: "AREA_TOO_LARGE"})
	}
	if err := refused(bad); err != nil {
		return nil, err
	}
	said.Asset, said.CreatedTime, said.UpdatedTime = of.named(), timestamppb.New(now), timestamppb.New(now)
	s.Record(SaleMoved{Sale: said})
	return s, nil
}

// Parties are who the sale is between.
func (s *LandSale) Parties() Parties {
	return Parties{
		KeeperID: s.State.GetBodyId(), AskerID: s.State.GetAskerBodyId(), CompanyID: s.State.GetCompany().GetCompanyId(), CaseID: s.State.GetCaseId(),
	}
}

// Open says whether the sale is on its way.
func (s *LandSale) Open() bool { return !SaleMachine.Terminal(s.State.GetStatus()) }

// Allowed are the actions that the actor may take.
func (s *LandSale) Allowed(a actor.Actor) []string {
	if !s.Parties().Keeps(a) {
		return nil
	}
	return allowed(SaleMachine, s.State.GetStatus(), a)
}

// PriceHidden says whether the actor may not see the price.
func (s *LandSale) PriceHidden(a actor.Actor) bool {
	buyer := a.CompanyID != "" && a.CompanyID == s.Parties().CompanyID
	shared := s.State.GetPriceShared() && a.Works()
	return !s.Parties().Keeps(a) && !buyer && !shared
}

// step is one step of a sale: the action, its day and the day of the step before it.
type step struct {
	action           string
	to               landv1.LandSaleStatus
	path, day, after string
	documents        []*landv1.DealDocument
	note             string
}

// SignPromise records the promise of sale.
func (s *LandSale) SignPromise(a actor.Actor, r *landv1.SignPromiseRequest, now time.Time) error {
	bad := notBefore(nil, "promiseEndDate", r.GetPromiseEndDate(), r.GetPromiseDate())
	err := s.take(a, step{
		"signPromise", salePromised, "promiseDate", r.GetPromiseDate(), s.State.GetDeliberationDate(), r.GetDocuments(), r.GetReasonNote(),
	}, bad, now)
	if err != nil {
		return err
	}
	s.State.PromiseDate, s.State.PromiseEndDate = r.GetPromiseDate(), r.GetPromiseEndDate()
	return nil
}

// FilePermit records that the building permit was asked for.
func (s *LandSale) FilePermit(a actor.Actor, r *landv1.FilePermitRequest, now time.Time) error {
	err := s.take(a, step{
		"filePermit", salePermitFiled, "permitFiledDate", r.GetPermitFiledDate(), s.State.GetPromiseDate(), r.GetDocuments(), r.GetReasonNote(),
	}, nil, now)
	if err != nil {
		return err
	}
	s.State.PermitFiledDate, s.State.PermitReference = r.GetPermitFiledDate(), r.GetPermitReference()
	return nil
}

// GrantPermit records that the building permit was given.
func (s *LandSale) GrantPermit(a actor.Actor, r *landv1.GrantPermitRequest, now time.Time) error {
	err := s.take(a, step{
		"grantPermit", salePermitted, "permitGrantedDate", r.GetPermitGrantedDate(), s.State.GetPermitFiledDate(), r.GetDocuments(), r.GetReasonNote(),
	}, nil, now)
	if err != nil {
		return err
	}
	s.State.PermitGrantedDate = r.GetPermitGrantedDate()
	return nil
}

// SignDeed records the deed.
func (s *LandSale) SignDeed(a actor.Actor, r *landv1.SignDeedRequest, of Asset, now time.Time) error {
	bad := positive(nil, "price.amountCents", r.GetPrice())
	if of.AreaM2 > 0 && r.GetAreaM2() > of.AreaM2 {
		bad = append(bad, errs.Field{Path: "areaM2", Reason: "AREA_TOO_LARGE"})
	}
	after := max(s.State.GetPromiseDate(), s.State.GetPermitGrantedDate())
	if err := s.take(a, step{"signDeed", saleSigned, "deedDate", r.GetDeedDate(), after, r.GetDocuments(), r.GetReasonNote()}, bad, now); err != nil {
		return err
	}
	s.State.DeedDate, s.State.DeedReference, s.State.ClosedTime = r.GetDeedDate(), r.GetDeedReference(), timestamppb.New(now)
	if r.GetAreaM2() > 0 {
		s.State.AreaM2 = r.GetAreaM2()
	}
	if r.GetPrice() != nil {
		s.State.Price = r.GetPrice()
	}
	s.Record(AssetSold{Sale: s.State, Asset: of.told()})
	return nil
}

// Terminate ends a sale that will not be signed.
func (s *LandSale) Terminate(a actor.Actor, reason landv1.LandSaleEndReason, note string, now time.Time) error {
	if err := s.Parties().Decide(a); err != nil {
		return err
	}
	if err := s.move(a, "terminate", saleTerminated, reason.String(), note, now); err != nil {
		return err
	}
	s.State.EndReason, s.State.ClosedTime = reason, timestamppb.New(now)
	return nil
}

func (s *LandSale) take(a actor.Actor, to step, bad []errs.Field, now time.Time) error {
	if err := s.Parties().Decide(a); err != nil {
		return err
	}
	if err := SaleMachine.Check(s.State.GetStatus(), to.action, a); err != nil {
		return err
	}
	if err := refused(inOrder(bad, to.path, to.day, to.after, now)); err != nil {
		return err
	}
	s.State.Documents = slices.Concat(s.State.GetDocuments(), to.documents)
	return s.move(a, to.action, to.to, "", to.note, now)
}

func (s *LandSale) move(a actor.Actor, action string, to landv1.LandSaleStatus, reason, note string, now time.Time) error {
	from := s.State.GetStatus()
	if err := SaleMachine.Check(from, action, a); err != nil {
		return err
	}
	s.State.Status, s.State.ReasonNote, s.State.UpdatedTime = to, note, timestamppb.New(now)
	s.Record(SaleMoved{Sale: s.State, From: from, Reason: reason, Note: note})
	return nil
}

// SaleOf is what a converted option says of the sale that it becomes.
func SaleOf(o *Option, r *landv1.ConvertOptionRequest) *landv1.LandSale {
	return &landv1.LandSale{
		AssetId: o.State.GetAssetId(), OptionId: o.ID, LandRequestId: o.State.GetLandRequestId(), Company: o.State.GetCompany(),
		AreaM2: r.GetAreaM2(), Price: r.GetPrice(), DeliberationDate: r.GetDeliberationDate(), DeliberationReference: r.GetDeliberationReference(),
	}
}

// Consumes is the entry of the ZAN ledger that the deed makes; nil for land that is built on already.
func (s *LandSale) Consumes(of *Plot) *landv1.ZanEntry {
	if of == nil || of.State.GetZanClass() != landv1.ZanClass_ZAN_CLASS_CONSUMING || s.State.GetAreaM2() == 0 {
		return nil
	}
	return &landv1.ZanEntry{
		Kind: landv1.ZanEntryKind_ZAN_ENTRY_KIND_CONSUMPTION, EntryDate: max(s.State.GetDeedDate(), zanStart), AreaM2: s.State.GetAreaM2(),
		LegalReason: landv1.ZanLegalReason_ZAN_LEGAL_REASON_DEED, AssetId: of.ID, LandSaleId: s.ID, ActReference: s.State.GetDeedReference(),
	}
}

// priced is an amount that may be shown.
func priceOf(shown bool, price *commonv1.Money) *commonv1.Money {
	if !shown {
		return nil
	}
	return price
}

// For is the sale as the actor may see it.
func (s *LandSale) For(a actor.Actor, seen *landv1.LandSale) {
	seen.Price = priceOf(!s.PriceHidden(a), seen.GetPrice())
	seen.AllowedActions = s.Allowed(a)
}
