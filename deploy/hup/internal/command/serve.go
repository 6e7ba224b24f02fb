package command

import (
	"context"
	"fmt"

	"hup.example/deploy/hup/internal/process"
	"hup.example/services/kit/obs"
	"hup.example/services/kit/run"
)

func serve(ctx context.Context, p Program, args []string) int {
	s, words, exit := parse(p, "serve", args, nil)
	if s == nil {
		return exit
	}
	if len(words) > 0 {
		return p.fail("serve", fmt.Errorf("%q is not a flag", words[0]))
	}
	ctx = run.Signals(ctx)
	telemetry, err := obs.Setup(ctx, obs.Options{
		Service: "hup", Version: p.Version, Metrics: s.Metrics != "", JSON: s.LogFormat == "json", Output: p.Err,
	})
	if err != nil {
		return p.fail("serve", err)
	}
	defer func() { _ = telemetry.Shutdown(context.WithoutCancel(ctx)) }()
	platform, err := process.Open(ctx, s, telemetry.Log, p.Out)
	if err != nil {
		return p.fail("serve", err)
	}
	platform.Metrics = telemetry.Metrics
	err = platform.Run(ctx, func() { welcome(p, platform) })
	if closing := platform.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return p.fail("serve", err)
	}
	return ok
}

// welcome says where the platform listens; in a demo also how to sign in, and a first call to paste.
func welcome(p Program, platform *process.Process) {
	s := platform.Settings
	_, _ = fmt.Fprintf(p.Out, "\nHup est prêt sur %s  (gRPC : %s)\n", s.Public(), platform.GRPCAddr())
	if !s.Demo || !s.Hosts("gateway") {
		return
	}
	_, _ = fmt.Fprintf(p.Out, welcomeText, s.Public(), s.Data, demoCompany)
}

// demoCompany is a real training body of Alès, among the companies of the demo.
const demoCompany = "90948492500013"

const welcomeText = `
Se connecter    %[1]s/sign-in   (le code est affiché ici ; par exemple avec advisor.myriapolis@example.org)
Documentation   %[1]s/docs

Premier appel, à coller dans un autre terminal :

TOKEN=$(bin/hup token --data %[2]s --as advisor@myriapolis | tail -1)
curl -s %[1]s/v1/requests -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{
  "company": {"siret": "%[3]s"},
  "contact": {"name": "Camille Exemple", "email": "camille@example.org", "role": "gérante", "preferredChannel": "CHANNEL_EMAIL"},
  "origin": "CASE_ORIGIN_COUNTER", "urgency": "URGENCY_NORMAL", "description": "Nous nous agrandissons.",
  "needs": [
    {"subjectCode": "land.premises", "land": {"assetKinds": ["ASSET_KIND_WORKSHOP"], "tenure": "LAND_TENURE_RENT", "minAreaM2": 800, "maxAreaM2": 1200, "communeCodes": ["30007"], "radiusKm": 20, "neededByDate": "2027-06-30"}},
    {"subjectCode": "recruitment.hire", "recruitment": {"romeCode": "H2913", "title": "Soudeur", "positionCount": 2, "contractKind": "CONTRACT_KIND_CDI", "communeCode": "30007"}},
    {"subjectCode": "training.skills", "training": {"romeCode": "H2913", "personCount": 4, "topic": "Soudage TIG"}},
    {"subjectCode": "finance.investment", "description": "Une machine de découpe."}]}'

Puis, avec le caseId de la réponse :  curl -s %[1]s/v1/cases/CASE_ID/dossier -H "Authorization: Bearer $TOKEN"
`
