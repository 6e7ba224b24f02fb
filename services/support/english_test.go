package support_test

import (
	"context"
	"strings"
	"testing"

	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
)

// reading is the context of an advisor of a body who reads a language.
func (b *bench) reading(body, language string, roles ...actor.Role) context.Context {
	return metadata.NewIncomingContext(b.as(body, roles...), metadata.Pairs("accept-language", language))
}

// Who asks in English reads what is composed on reading in English; who asks in French reads the same in French.
func TestSentences_areInTheLanguageOfTheCaller(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.refer(b.opened().GetCaseId(), "cci")
		company := b.opened().GetCompany().GetCompanyId()
		b.log(b.as("cci"), &supportv1.Exchange{
			CompanyId: company, Kind: supportv1.ExchangeKind_EXCHANGE_KIND_CALL, Minutes: 5, HeldTime: timestamppb.New(b.clock.Now().AddDate(0, 0, -1)),
		})
		for language, says := range map[string][]string{
			"fr": {
				"a eu cette entreprise au téléphone hier.", "Demandes reçues\n", "Mises en relation traitées dans les délais", "Moyenne des notes de 1 à 5",
				"Sur 2 dossiers reçus depuis le mardi 25 août 2026, 0 changerait d'organisme et 0 perdrait le seul qui leur répond.", "par trimestre, organisme",
				"Une case qui concerne moins de 5 entreprises", "lundi 23 novembre 2026", "\nSamedi",
			},
			"en": {
				"spoke with this company on the phone yesterday.", "Requests received\n", "Referrals answered in time", "Mean of the marks from 1 to 5",
				"Of 2 cases received since Tuesday 25 August 2026, 0 would go to another body and 0 would lose", "by quarter, body",
				"A cell about fewer than 5 companies", "Monday 23 November 2026", "\nSaturday",
			},
		} {
			told := b.sentences(language, company)
			for _, sentence := range says {
				if !strings.Contains(told, sentence) {
					t.Errorf("%s: no %q in\n%s", language, sentence, told)
				}
			}
		}
	})
}

// sentences are those of the calls that compose some.
func (b *bench) sentences(language, company string) string {
	t, ctx := b.t, b.reading("myriapolis", language, actor.HupAdvisor, actor.HupCoordinator)
	read := must[*supportv1.Company](t)(b.Companies.GetCompany(ctx, &supportv1.GetCompanyRequest{CompanyId: company}))
	all := []string{read.GetRecentContacts()[0].GetSentence()}
	figures := must[*commonv1.ListFiguresResponse](t)(b.Support.ListFigures(ctx, &commonv1.ListFiguresRequest{Territory: "ales", FromDate: "2026-11-01", ToDate: "2026-11-30"}))
	for _, f := range figures.GetFigures() {
		if f.GetLabel() == "" || f.GetFormula() == "" {
			t.Errorf("%s: %s has no words", language, f.GetCode())
		}
		all = append(all, f.GetLabel(), f.GetFormula())
	}
	rated := must[*supportv1.ListSatisfactionResultsResponse](t)(b.Ratings.ListSatisfactionResults(ctx, &supportv1.ListSatisfactionResultsRequest{FromDate: "2026-11-01", ToDate: "2026-11-30"}))
	replayed := must[*supportv1.SimulateRoutingRulesResponse](t)(b.Rules.SimulateRoutingRules(ctx, &supportv1.SimulateRoutingRulesRequest{}))
	open := must[*supportv1.ListOpenDatasetsResponse](t)(b.Open.ListOpenDatasets(ctx, &supportv1.ListOpenDatasetsRequest{}))
	deadline := must[*supportv1.ExplainDeadlineResponse](t)(b.Deadlines.ExplainDeadline(ctx, &supportv1.ExplainDeadlineRequest{ReceivedTime: timestamppb.New(b.clock.Now())}))
	for _, d := range deadline.GetDays() {
		all = append(all, d.GetLabel(), d.GetSkipLabel())
	}
	return strings.Join(append(all, rated.GetFormula(), replayed.GetSentence(), open.GetDatasets()[0].GetTitle(), open.GetDatasets()[0].GetWithholding()), "\n")
}

// A refused field says what to do in both languages, with what it is about.
func TestRefusals_ofFieldsSayWhatToDoInBothLanguages(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		said := form()
		said.Needs[0].Answers = append(said.Needs[0].Answers, &supportv1.Answer{QuestionCode: "couleur", Value: "bleu"})
		_, answer := b.Cases.OpenCase(b.as("myriapolis"), said)
		_, search := b.Companies.SearchCompanies(b.as("myriapolis"), &supportv1.SearchCompaniesRequest{Q: "a"})
		for _, x := range []struct {
			err    error
			fr, en string
		}{
			{answer, "Ce sujet ne pose pas la question « couleur ».", `This subject does not ask "couleur".`},
			{search, "Écrivez au moins deux lettres", "Write at least two letters"},
		} {
			e, ok := errs.As(x.err)
			if !ok || len(e.Fields) == 0 {
				t.Errorf("%v", x.err)
				continue
			}
			for lang, want := range map[messages.Lang]string{messages.French: x.fr, messages.English: x.en} {
				if got, _ := words(t).Text("hup.support", lang, e.Fields[0].Reason, e.Fields[0].Params); !strings.Contains(got, want) || strings.ContainsAny(got, "{}") {
					t.Errorf("%s: %q, want %q", lang, got, want)
				}
			}
		}
	})
}

func must[T any](t testing.TB) func(T, error) T {
	return func(got T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}

// What sentences are chosen by has a text for each of its values.
func TestMessages_haveASentenceForEachKind(t *testing.T) {
	c := words(t)
	for prefix, enum := range map[string]map[int32]string{"recent.": supportv1.ExchangeKind_name, "gap.": supportv1.CoverageCauseKind_name} {
		for number, value := range enum {
			if number != 0 {
				messages.CheckKey(t, c, "hup.support", prefix+value)
			}
		}
	}
	messages.CheckFiles(t, c, "hup.support")
}
