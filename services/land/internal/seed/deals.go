package seed

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/calendar"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
)

// Deals are what is agreed on the demo's assets: an option that ends soon and one behind it, a lease near its end, a sale, and
// a ledger of land. All of it is made up, and made once.
type Deals struct {
	Store  *kit.Store
	Option app.RequestOption
	Sell   app.SellAsset
	Host   app.HostCompany
	Ledger app.AppendEntry
	// AssetID finds an asset by its table and the id of the file.
	AssetID func(tx *kit.Tx, table, externalID string) (string, error)
}

const invented = "Exemple inventé pour la démonstration."

// Run makes the deals whose sender's ids are new.
func (d Deals) Run(ctx context.Context) error {
	for _, one := range []func(*kit.Tx) error{d.options, d.lease, d.sale, d.ledger} {
		if err := d.Store.Update(keeper(ctx), one); err != nil {
			return err
		}
	}
	return nil
}

// once says whether the sender's id made something already, and else the asset that it is about.
func (d Deals) once(tx *kit.Tx, requestID, table, externalID string) (assetID string, done bool, err error) {
	known, err := tx.Once(requestID)
	if err != nil || known != "" {
		return "", true, err
	}
	assetID, err = d.AssetID(tx, table, externalID)
	return assetID, assetID == "", err
}

func (d Deals) options(tx *kit.Tx) error {
	warehouse, done, err := d.once(tx, "demo-option-1", "premises", "demo-premises-12")
	if err != nil || done {
		return err
	}
	for _, said := range []*landv1.Option{
		{ClientRequestId: "demo-option-1", Company: named("Transports Exemple (démonstration)"), PeriodDays: 9, GrantInTurn: true},
		{ClientRequestId: "demo-option-2", Company: named("Cévennes Logistique (démonstration)"), PeriodDays: 60},
	} {
		said.AssetId, said.Description = warehouse, invented
		if _, err := d.Option.Do(tx, said); err != nil {
			return err
		}
	}
	return nil
}

func (d Deals) lease(tx *kit.Tx) error {
	module, done, err := d.once(tx, "demo-lease-1", "premises", "demo-premises-23")
	if err != nil || done {
		return err
	}
	today := calendar.DayOf(tx.Now)
	start := calendar.Day{Year: today.Year - 3, Month: today.Month, Day: 1}.AddDays(150)
	_, err = d.Host.Sign(tx, &landv1.HostingLease{
		ClientRequestId: "demo-lease-1", PremisesId: module, Company: named("Jeune pousse (démonstration)"), StartDate: start.String(), MonthCount: 36,
		RentSteps: []*landv1.RentStep{{FromMonth: 1, MonthlyRent: euros(250), Preferential: true}, {FromMonth: 13, MonthlyRent: euros(320), Preferential: true}},
	})
	return err
}

func (d Deals) sale(tx *kit.Tx) error {
	plot, done, err := d.once(tx, "demo-sale-1", "plot", "demo-plot-1")
	if err != nil || done {
		return err
	}
	_, err = d.Sell.Open(tx, &landv1.LandSale{
		ClientRequestId: "demo-sale-1", AssetId: plot, Company: named("Menuiserie Exemple (démonstration)"), Price: euros(201_600),
		DeliberationDate: calendar.DayOf(tx.Now).AddDays(-20).String(), DeliberationReference: "DEL-DEMO-1", CreatedJobCount: 6,
	})
	return err
}

func (d Deals) ledger(tx *kit.Tx) error {
	for _, said := range []*landv1.ZanEntry{
		{ClientRequestId: "demo-zan-1", Kind: landv1.ZanEntryKind_ZAN_ENTRY_KIND_BUDGET, EntryDate: "2021-08-22", AreaM2: 800_000, LegalReason: landv1.ZanLegalReason_ZAN_LEGAL_REASON_PLAN_ALLOTMENT},
		{ClientRequestId: "demo-zan-2", Kind: landv1.ZanEntryKind_ZAN_ENTRY_KIND_CONSUMPTION, EntryDate: "2023-05-12", AreaM2: 124_000, LegalReason: landv1.ZanLegalReason_ZAN_LEGAL_REASON_PERMIT},
		{ClientRequestId: "demo-zan-3", Kind: landv1.ZanEntryKind_ZAN_ENTRY_KIND_RESTORATION, EntryDate: "2025-03-03", AreaM2: 18_000, LegalReason: landv1.ZanLegalReason_ZAN_LEGAL_REASON_RENATURATION},
	} {
		said.Description = invented
		if _, err := d.Ledger.Do(tx, said); err != nil {
			return err
		}
	}
	return nil
}

func named(name string) *commonv1.CompanySnapshot {
	return &commonv1.CompanySnapshot{Name: name, CommuneCode: "30007", Verification: commonv1.Verification_VERIFICATION_UNVERIFIED}
}

func euros(amount int64) *commonv1.Money {
	return &commonv1.Money{AmountCents: amount * 100, Currency: "EUR"}
}
