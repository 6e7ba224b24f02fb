package land_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"google.golang.org/grpc/metadata"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
)

// reading is the context of a caller who reads a language.
func (b *bench) reading(body, language string) context.Context {
	return metadata.NewIncomingContext(b.as(body), metadata.Pairs("accept-language", language))
}

// Who asks in English reads the composed sentences in English, numbers and days with them; who asks in French reads the same in French,
// whoever answered before.
func TestSentences_areInTheLanguageOfTheCaller(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		request := b.asked().GetLandRequestId()
		b.addPremises(1050, public, nil)
		b.addPremises(1350, public, func(p *landv1.Premises) {
			p.AvailableFromDate, p.Kind = "2027-01-09", commonv1.AssetKind_ASSET_KIND_WORKSHOP
		})
		plot := b.addPlot(20_000, func(p *landv1.Plot) {
			p.Name, p.BoundaryGeojson, p.AllowedUses = "Lot", plotSquare, []landv1.LandUse{landv1.LandUse_LAND_USE_INDUSTRY}
		})
		b.lay("ppri", "fort", `{"type":"Polygon","coordinates":[[[4,44],[4.085,44],[4.085,44.2],[4,44.2],[4,44]]]}`)
		must[*landv1.ZanEntry](t)(b.enter(entry(zanBudget, "2021-08-22", 12_500_000)))
		b.load("zones", "external_site_id,name,commune_code\nz1,Bruèges,30007\n")
		b.load("premises", "external_premises_id,name,kind,commune_code,area_m2,zone_external_id,availability\np,Local,workshop,30007,100,z1,sold\n")

		for language, says := range map[string][]string{
			"fr": {
				"1 bien convient, 1 s'en approche.", "Convient : atelier de 1 050 m² à Alès.", "Type de bien", "1 050 m² pour 800 à 1 200 m² demandés.",
				"Surface : 150 m² de trop (1 350 m² pour 800 à 1 200 m² demandés).", "Disponible le 09/01/2027", "Convient : atelier de 1 050 m² à Alès.",
				"1 demande en cours correspond à ce bien, ou s'en approche.", "3 biens ici.", "2,24 ha offerts pour 0,08 ha demandés en 2026.",
				"Nombre des demandes foncières", "Il reste 1 250 ha sur 1 250 ha", "Solde = enveloppe", "Le solde passerait de 1 250 ha à 1 249,8765 ha.",
				"50,0 % de la surface (44", "dans : PPRI ppri (Gardon).", "0 unité(s) foncière(s)", "Offre disponible", "Somme des surfaces des friches",
			},
			"en": {
				"1 property fits, 1 comes near.", "Fits: workshop of 1,050 m² in Alès.", "Kind of property", "1,050 m² for 800 to 1,200 m² asked for.",
				"Area: 150 m² too much (1,350 m² for 800 to 1,200 m² asked for).", "Available on 9 Jan 2027", "Fits: workshop of 1,050 m² in Alès.",
				"1 open request fits this property, or nearly does.", "3 properties here.", "2.24 ha offered for 0.08 ha asked for in 2026.",
				"Number of the land requests", "1,250 ha of 1,250 ha are left", "Balance = envelope", "The balance would go from 1,250 ha to 1,249.8765 ha.",
				"50.0% of the area (44", "in: PPRI ppri (Gardon).", "0 land unit(s)", "Supply available", "Sum of the areas of the brownfields",
			},
		} {
			told := strings.Join(b.sentences(language, request, plot), "\n")
			for _, sentence := range says {
				if !strings.Contains(told, sentence) {
					t.Errorf("%s: no %q in\n%s", language, sentence, told)
				}
			}
		}
	})
}

// sentences are the sentences of the calls that compose some.
func (b *bench) sentences(language, request string, plot *landv1.Plot) (all []string) {
	t, ctx := b.t, b.reading("agglo", language)
	matches := must[*landv1.ListMatchesResponse](t)(b.Requests.ListMatches(ctx, &landv1.ListMatchesRequest{LandRequestId: request}))
	all = append(all, matches.GetSentence())
	for _, m := range matches.GetMatches() {
		all = append(all, m.GetSentence())
		for _, c := range m.GetCriteria() {
			all = append(all, c.GetLabel(), c.GetSentence())
		}
	}
	first := matches.GetMatches()[0]
	kept := must[*landv1.Match](t)(b.Requests.KeepMatch(ctx, &landv1.KeepMatchRequest{LandRequestId: request, MatchId: first.GetMatchId()}))
	if kept.GetSentence() != first.GetSentence() || len(kept.GetCriteria()) != len(first.GetCriteria()) {
		t.Errorf("kept in %s: %v", language, kept)
	}
	of := must[*landv1.ListAssetMatchesResponse](t)(b.Requests.ListAssetMatches(ctx, &landv1.ListAssetMatchesRequest{AssetId: first.GetAsset().GetAssetId()}))
	all = append(all, of.GetSentence(), of.GetMatches()[0].GetMatch().GetSentence())
	all = append(all, must[*landv1.LandMap](t)(b.Map.GetLandMap(ctx, &landv1.GetLandMapRequest{Availabilities: []landv1.AssetAvailability{forSale}})).GetSentence())
	balance := must[*landv1.LandBalance](t)(b.Balance.GetLandBalance(ctx, &landv1.GetLandBalanceRequest{}))
	all = append(all, balance.GetSentence(), balance.GetFormulas()[0].GetFormula())
	zan := must[*landv1.ZanBalance](t)(b.Zan.GetZanBalance(ctx, &landv1.GetZanBalanceRequest{}))
	what := must[*landv1.SimulateZanEntriesResponse](t)(b.Zan.SimulateZanEntries(ctx, &landv1.SimulateZanEntriesRequest{ZanEntries: []*landv1.ZanEntry{entry(zanConsumed, "2028-01-01", 1235)}}))
	all = append(all, zan.GetSentence(), zan.GetFormula(), what.GetSentence())
	all = append(all, must[*landv1.Plot](t)(b.Plots.GetPlot(ctx, &landv1.GetPlotRequest{PlotId: plot.GetPlotId()})).GetTouches()[0].GetSentence())
	figures := must[*commonv1.ListFiguresResponse](t)(b.Land.ListFigures(ctx, &commonv1.ListFiguresRequest{Territory: "ales", FromDate: "2026-11-01", ToDate: "2026-11-30"}))
	for _, f := range figures.GetFigures() {
		all = append(all, f.GetLabel(), f.GetFormula())
	}
	zones := must[*landv1.ListZonesResponse](t)(b.Zones.ListZones(ctx, &landv1.ListZonesRequest{}))
	return append(all, zones.GetZones()[0].GetVacancyRate().GetFormula())
}

// Every key of a sentence that the code names has its text in both languages.
func TestMessages_haveEverySentence(t *testing.T) {
	key := regexp.MustCompile(`"((?:match|matches|asset_matches|map|touch|balance|zan|vacancy|said)\.[a-z_.]*[a-z])"`)
	c, seen := words(t), map[string]bool{}
	for _, folder := range []string{"domain", "rpc"} {
		files, err := filepath.Glob("internal/" + folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range key.FindAllStringSubmatch(string(source), -1) {
				if !seen[found[1]] && !strings.HasSuffix(file, "_test.go") {
					seen[found[1]] = true
					messages.CheckKey(t, c, "hup.land", found[1])
				}
			}
		}
	}
	if len(seen) < 90 {
		t.Errorf("only %d sentences were found: %s", len(seen), fmt.Sprint(seen))
	}
	for number := range commonv1.AssetKind_name {
		messages.CheckKey(t, c, "hup.land", "said."+commonv1.AssetKind(number).String())
	}
	for _, figure := range []string{"asked", "offered", "met", "failed"} {
		messages.CheckKey(t, c, "hup.land", "balance.formula."+figure)
	}
}
