package domain_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/land/internal/domain"
)

var (
	someKinds    = []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_PLOT, commonv1.AssetKind_ASSET_KIND_BROWNFIELD, commonv1.AssetKind_ASSET_KIND_WORKSHOP}
	someCommunes = []string{"30007", "30132", "30259", "30189", "99999"}
	someDays     = []string{"", "2026-12-01", "2027-03-01", "2027-12-01"}
)

func drawAsset(t *rapid.T) domain.Asset {
	return domain.Asset{
		ID: "prm_1", Kind: rapid.SampledFrom(someKinds).Draw(t, "kind"), CommuneCode: rapid.SampledFrom(someCommunes).Draw(t, "commune"),
		AreaM2: rapid.Int32Range(0, 3000).Draw(t, "area"), DivisibleFromM2: rapid.Int32Range(0, 2000).Draw(t, "divisible"),
		ToBuy: rapid.Bool().Draw(t, "to buy"), ToRent: rapid.Bool().Draw(t, "to rent"),
		PriceCents: rapid.Int64Range(0, 20000).Draw(t, "price"), RentCents: rapid.Int64Range(0, 20000).Draw(t, "rent"),
		AvailableFrom: rapid.SampledFrom(someDays).Draw(t, "from"), PluZone: landv1.PluZone(rapid.Int32Range(0, 9).Draw(t, "plu")),
		AllowedUses: rapid.SliceOfN(rapid.Map(rapid.Int32Range(1, 9), func(n int32) landv1.LandUse { return landv1.LandUse(n) }), 0, 3).Draw(t, "uses"),
		FloodRisk:   landv1.FloodRisk(rapid.Int32Range(0, 3).Draw(t, "flood")), MaxIcpe: landv1.IcpeRegime(rapid.Int32Range(0, 5).Draw(t, "icpe")),
		Pollution: landv1.SoilPollution(rapid.Int32Range(0, 6).Draw(t, "pollution")), PowerKVA: rapid.Int32Range(0, 200).Draw(t, "kva"),
		HeightCM: rapid.Int32Range(0, 900).Draw(t, "height"), LorryAccess: rapid.Bool().Draw(t, "lorries"), Rail: rapid.Bool().Draw(t, "rail"),
		Fibre: rapid.Bool().Draw(t, "fibre"), Visibility: rapid.Bool().Draw(t, "seen"), Measured: rapid.Bool().Draw(t, "measured"),
		Offered: rapid.Bool().Draw(t, "offered"),
	}
}

func drawRequest(t *rapid.T) *landv1.LandRequest {
	least := rapid.Int32Range(0, 2000).Draw(t, "least")
	return &landv1.LandRequest{
		Use: landv1.LandUse(rapid.Int32Range(0, 9).Draw(t, "use")), ZoneIds: rapid.SliceOfN(rapid.SampledFrom([]string{"", "zon_1"}), 0, 1).Draw(t, "zones"),
		Need: &commonv1.LandNeed{
			AssetKinds: rapid.SliceOfN(rapid.SampledFrom(someKinds), 0, 2).Draw(t, "kinds"), Tenure: commonv1.LandTenure(rapid.Int32Range(0, 2).Draw(t, "tenure")),
			MinAreaM2: least, MaxAreaM2: rapid.SampledFrom([]int32{0, least, least + 500}).Draw(t, "most"),
			CommuneCodes: rapid.SliceOfN(rapid.SampledFrom(someCommunes), 0, 3).Draw(t, "communes"), RadiusKm: rapid.Int32Range(0, 40).Draw(t, "radius"),
			NeededByDate: rapid.SampledFrom(someDays).Draw(t, "needed"), MaxPricePerM2: &commonv1.Money{AmountCents: rapid.Int64Range(0, 15000).Draw(t, "cap")},
		},
		Requirements: &landv1.LandRequirements{
			PowerKva: rapid.Int32Range(0, 250).Draw(t, "power"), HeightCm: rapid.Int32Range(0, 900).Draw(t, "high"), Rail: rapid.Bool().Draw(t, "wants rail"),
			Fibre: rapid.Bool().Draw(t, "wants fibre"), Visibility: rapid.Bool().Draw(t, "wants seen"), LorryAccess: rapid.Bool().Draw(t, "wants lorries"),
			IcpeRegime: landv1.IcpeRegime(rapid.Int32Range(0, 5).Draw(t, "regime")),
		},
	}
}

// loosenings ask for less, one thing each.
var loosenings = map[string]func(r *landv1.LandRequest){
	"smaller":       func(r *landv1.LandRequest) { r.Need.MinAreaM2 /= 2 },
	"any least":     func(r *landv1.LandRequest) { r.Need.MinAreaM2 = 0 },
	"larger":        func(r *landv1.LandRequest) { r.Need.MaxAreaM2 *= 2 },
	"any most":      func(r *landv1.LandRequest) { r.Need.MaxAreaM2 = 0 },
	"further":       func(r *landv1.LandRequest) { r.Need.RadiusKm += 7 },
	"anywhere":      func(r *landv1.LandRequest) { r.Need.CommuneCodes = nil },
	"any kind":      func(r *landv1.LandRequest) { r.Need.AssetKinds = nil },
	"any tenure":    func(r *landv1.LandRequest) { r.Need.Tenure = 0 },
	"any day":       func(r *landv1.LandRequest) { r.Need.NeededByDate = "" },
	"any price":     func(r *landv1.LandRequest) { r.Need.MaxPricePerM2 = nil },
	"less power":    func(r *landv1.LandRequest) { r.Requirements.PowerKva /= 2 },
	"less height":   func(r *landv1.LandRequest) { r.Requirements.HeightCm /= 2 },
	"any use":       func(r *landv1.LandRequest) { r.Use = 0 },
	"any zone":      func(r *landv1.LandRequest) { r.ZoneIds = nil },
	"no rail":       func(r *landv1.LandRequest) { r.Requirements.Rail = false },
	"no demands":    func(r *landv1.LandRequest) { r.Requirements = nil },
	"one kind more": func(r *landv1.LandRequest) { addKind(r) },
	"one more place": func(r *landv1.LandRequest) {
		if len(r.Need.CommuneCodes) > 0 {
			r.Need.CommuneCodes = append(r.Need.CommuneCodes, "30259")
		}
	},
	"more money":   func(r *landv1.LandRequest) { r.Need.MaxPricePerM2.AmountCents *= 2 },
	"lower regime": func(r *landv1.LandRequest) { r.Requirements.IcpeRegime /= 2 },
	"later": func(r *landv1.LandRequest) {
		if r.Need.NeededByDate != "" {
			r.Need.NeededByDate = "2028-01-01"
		}
	},
}

func cloned(r *landv1.LandRequest) *landv1.LandRequest { return proto.Clone(r).(*landv1.LandRequest) }

func addKind(r *landv1.LandRequest) {
	if len(r.Need.AssetKinds) > 0 {
		r.Need.AssetKinds = append(r.Need.AssetKinds, someKinds...)
	}
}

// Asking for less never lowers the score of an asset, nor takes it out of what is shown.
func TestJudge_loosenedRequestNeverScoresLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		asset, asked := drawAsset(t), drawRequest(t)
		before := domain.Judge(asked, asset)
		for name, loosen := range loosenings {
			looser := proto.Clone(asked).(*landv1.LandRequest)
			loosen(looser)
			after := domain.Judge(looser, asset)
			if after.Score < before.Score || after.Outcome < before.Outcome {
				t.Fatalf("%s: %d %v, then %d %v", name, before.Score, before.Outcome, after.Score, after.Outcome)
			}
		}
	})
}

// The points add up, and every line is a sentence, whole in both languages.
func TestJudge_explainsItsScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		asked, asset := domain.NewAsked(drawRequest(t)), drawAsset(t)
		fit := asked.Judge(&asset)
		points, most := int32(0), int32(0)
		inEnglish := asked.Criteria(english(), &asset)
		for i, c := range asked.Criteria(french(), &asset) {
			points, most = points+c.GetPoints(), most+c.GetMaxPoints()
			if c.GetPoints() < 0 || c.GetPoints() > c.GetMaxPoints() || !strings.HasSuffix(c.GetSentence(), ".") || c.GetLabel() == "" {
				t.Fatalf("%v", c)
			}
			if said := inEnglish[i].GetSentence(); !strings.HasSuffix(said, ".") || strings.ContainsAny(said+c.GetSentence(), "{}") || inEnglish[i].GetPoints() != c.GetPoints() {
				t.Fatalf("%v, %v", c, inEnglish[i])
			}
			if fit.Outcome == domain.Fits && c.GetHard() && !c.GetMet() {
				t.Fatalf("it fits and misses %v", c)
			}
		}
		if points != fit.Score || most != 100 {
			t.Fatalf("%d of %d points for a score of %d", points, most, fit.Score)
		}
	})
}

// A brownfield fits when its owner offers it, with what has to be done first; else it nearly does.
func TestJudge_takesABrownfieldThatItsOwnerOffers(t *testing.T) {
	for name, x := range map[string]struct {
		said    *landv1.Brownfield
		outcome domain.Outcome
		says    string
	}{
		"found":     {&landv1.Brownfield{}, domain.Near, "Friche repérée, que son propriétaire n'offre pas encore"},
		"a project": {&landv1.Brownfield{Status: landv1.BrownfieldStatus_BROWNFIELD_STATUS_WITH_PROJECT}, domain.Near, "un projet y est déjà"},
		"offered": {&landv1.Brownfield{
			Offered: true, SoilPollution: landv1.SoilPollution_SOIL_POLLUTION_PROVEN, Buildings: &landv1.BrownfieldBuildings{Count: proto.Int32(3), Pollution: "amiante"},
		}, domain.Fits, "à remettre en état : pollution du sol avérée, 3 bâtiments à démolir ou à réhabiliter, dans le bâti : amiante."},
		"ready":     {&landv1.Brownfield{Offered: true, SoilPollution: landv1.SoilPollution_SOIL_POLLUTION_TREATED}, domain.Fits, "Friche que son propriétaire offre : délai"},
		"converted": {&landv1.Brownfield{Offered: true, Status: landv1.BrownfieldStatus_BROWNFIELD_STATUS_CONVERTED}, domain.Near, "n'offre pas"},
	} {
		x.said.AreaM2, x.said.CommuneCode = 5000, "30007"
		asked, asset := domain.NewAsked(&landv1.LandRequest{Need: &commonv1.LandNeed{MinAreaM2: 4000}}), (&domain.Brownfield{State: x.said}).Asset()
		fit := asked.Judge(&asset)
		var line *landv1.MatchCriterion
		for _, c := range asked.Criteria(french(), &asset) {
			if c.GetCode() == landv1.MatchCriterionCode_MATCH_CRITERION_CODE_DEADLINE {
				line = c
			}
		}
		if fit.Outcome != x.outcome || !strings.Contains(line.GetSentence(), x.says) {
			t.Errorf("%s: %v, %s", name, fit.Outcome, line.GetSentence())
		}
	}
}

func TestJudge_tellsWhatANearMissMisses(t *testing.T) {
	need := &commonv1.LandNeed{
		AssetKinds: []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_WORKSHOP}, Tenure: commonv1.LandTenure_LAND_TENURE_RENT,
		MinAreaM2: 800, MaxAreaM2: 1200, CommuneCodes: []string{"30007"}, RadiusKm: 20, NeededByDate: "2027-06-30",
		MaxPricePerM2: &commonv1.Money{AmountCents: 7200},
	}
	fits := domain.Asset{ID: "prm_1", Kind: commonv1.AssetKind_ASSET_KIND_WORKSHOP, CommuneCode: "30007", Commune: "Alès", AreaM2: 850, ToRent: true, RentCents: 6600}
	for name, x := range map[string]struct {
		change  func(a *domain.Asset)
		outcome domain.Outcome
		says    string
	}{
		"it fits":        {func(*domain.Asset) {}, domain.Fits, "Convient : atelier de 850 m² à Alès."},
		"too small":      {func(a *domain.Asset) { a.AreaM2 = 650 }, domain.Near, "Surface : il manque 150 m² (650 m² pour 800 à 1 200 m² demandés)."},
		"far too small":  {func(a *domain.Asset) { a.AreaM2 = 300 }, domain.Excluded, "il manque 500 m²"},
		"too large":      {func(a *domain.Asset) { a.AreaM2 = 1350 }, domain.Near, "Surface : 150 m² de trop (1 350 m² pour 800 à 1 200 m² demandés)."},
		"divisible":      {func(a *domain.Asset) { a.AreaM2, a.DivisibleFromM2 = 5000, 500 }, domain.Fits, "Convient"},
		"flood":          {func(a *domain.Asset) { a.FloodRisk = landv1.FloodRisk_FLOOD_RISK_HIGH }, domain.Near, "PPRI"},
		"late":           {func(a *domain.Asset) { a.AvailableFrom = "2027-07-10" }, domain.Near, "Délai : disponible le 10/07/2027, 10 jours trop tard."},
		"for sale only":  {func(a *domain.Asset) { a.ToRent, a.ToBuy = false, true }, domain.Excluded, "à vendre, pas à louer"},
		"another kind":   {func(a *domain.Asset) { a.Kind = commonv1.AssetKind_ASSET_KIND_OFFICE }, domain.Excluded, "bureau, pour atelier demandé"},
		"near by":        {func(a *domain.Asset) { a.CommuneCode, a.Commune = "30132", "La Grand-Combe" }, domain.Fits, "La Grand-Combe"},
		"too far":        {func(a *domain.Asset) { a.CommuneCode, a.Commune = "30189", "Nîmes" }, domain.Excluded, "Lieu : à 37 km d'Alès, 17 km de trop."},
		"no place known": {func(a *domain.Asset) { a.CommuneCode = "99999" }, domain.Excluded, "Lieu"},
	} {
		asset := fits
		x.change(&asset)
		fit := domain.Judge(&landv1.LandRequest{Need: need}, asset)
		says := domain.TellMatch(french(), &domain.LandRequest{State: &landv1.LandRequest{Need: need}}, asset).GetSentence()
		if fit.Outcome != x.outcome || !strings.Contains(says, x.says) {
			t.Errorf("%s: %v, %s", name, fit.Outcome, says)
		}
	}
}

// English has its own numbers, days and prepositions; French keeps du and des.
func TestTellMatch_saysTheSameInBothLanguages(t *testing.T) {
	asset := domain.Asset{
		ID: "prm_1", Kind: commonv1.AssetKind_ASSET_KIND_INCUBATOR, CommuneCode: "30350", Commune: "Le Vigan", AreaM2: 1250, ToRent: true, RentCents: 7250,
		AvailableFrom: "2027-07-01", Measured: true, HeightCM: 450,
	}
	need := &commonv1.LandNeed{MinAreaM2: 1200, NeededByDate: "2027-06-30", MaxPricePerM2: &commonv1.Money{AmountCents: 7000}, CommuneCodes: []string{"30153"}, RadiusKm: 2}
	request := &domain.LandRequest{State: &landv1.LandRequest{Need: need, Requirements: &landv1.LandRequirements{HeightCm: 500}}}
	for _, x := range []struct {
		words domain.Words
		fits  string
		says  []string
	}{
		{french(), "Convient : place en pépinière de 1 250 m² au Vigan.", []string{
			"1 250 m² pour 1 200 m² demandés au moins.", "Délai : disponible le 01/07/2027, 1 jour trop tard.", "Loyer : 72,50 €/m²/an, 2,50 € au-dessus du plafond.",
			"Hauteur : 4,50 m pour 5 m demandés.", "km de Malons-et-Elze",
		}},
		{english(), "Fits: place in an incubator of 1,250 m² in Le Vigan.", []string{
			"1,250 m² for at least 1,200 m² asked for.", "Deadline: available on 1 Jul 2027, 1 day too late.", "Rent: €72.50/m²/year, €2.50 above the limit.",
			"Height: 4.50 m for 5 m asked for.", "km from Malons-et-Elze",
		}},
	} {
		var told []string
		for _, c := range domain.TellMatch(x.words, request, asset).GetCriteria() {
			told = append(told, c.GetSentence())
		}
		for _, sentence := range x.says {
			if !strings.Contains(strings.Join(told, "\n"), sentence) {
				t.Errorf("no %q in %q", sentence, told)
			}
		}
		anywhere := &domain.LandRequest{State: &landv1.LandRequest{Need: &commonv1.LandNeed{MinAreaM2: 1200}}}
		if got := domain.TellMatch(x.words, anywhere, asset).GetSentence(); got != x.fits {
			t.Errorf("%q, want %q", got, x.fits)
		}
	}
}
