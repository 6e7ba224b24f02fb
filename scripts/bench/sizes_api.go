package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"time"
)

// as is a token of a body's advisor.
func (in *installation) as(ctx context.Context, body string) (string, error) {
	if token, known := in.tokens[body]; known {
		return token, nil
	}
	out, err := exec.CommandContext(ctx, in.cmd.Path, append([]string{"token", "--data", in.dir, "--as", "advisor@" + body}, in.more...)...).Output()
	lines := strings.Fields(string(out))
	if err != nil || len(lines) == 0 {
		return "", fmt.Errorf("hup token: %w", err)
	}
	in.tokens[body] = lines[len(lines)-1]
	return in.tokens[body], nil
}

// do posts as a body's advisor, and reads the answer.
func (in *installation) do(ctx context.Context, body, path, form string, answer any) error {
	token, err := in.as(ctx, body)
	if err != nil {
		return err
	}
	raw, err := send(ctx, http.MethodPost, "http://"+in.http+"/v1"+path, token, func() []byte { return []byte(form) })
	if err != nil || answer == nil {
		return err
	}
	return json.Unmarshal(raw, answer)
}

// opened submits a request: one that stays open asks for premises and people, too.
func (in *installation) opened(ctx context.Context, company string, open bool, bodies []string) (string, error) {
	needs := []string{`{"subjectCode": "finance.investment", "description": "Une machine de découpe, un four et les travaux qui vont avec, à financer avant l'été."}`}
	if open {
		needs = append(needs, `{"subjectCode": "land.premises", "description": "Un atelier plus grand, à portée de nos clients.", "land": {"assetKinds": ["ASSET_KIND_WORKSHOP"], "minAreaM2": 800, "maxAreaM2": 1200, "communeCodes": ["30007"], "radiusKm": 20}}`,
			`{"subjectCode": "recruitment.hire", "recruitment": {"romeCode": "H2913", "title": "Soudeur", "positionCount": 2, "communeCode": "30007"}}`)
	}
	var consents []string
	for _, body := range bodies {
		consents = append(consents, `{"bodyId": "`+body+`", "channel": "CHANNEL_COUNTER"}`)
	}
	var answer struct{ Case struct{ CaseID string } }
	err := in.do(ctx, "myriapolis", "/requests", `{"company": {"name": "`+company+`", "communeCode": "30007"}, "contact": {"name": "Camille Exemple", "email": "camille@example.org"},
 "origin": "CASE_ORIGIN_COUNTER", "description": "Nous nous agrandissons : l'atelier est devenu trop petit, et les commandes attendent. Nous cherchons à la fois la place, les machines et les bras.",
 "consents": [`+strings.Join(consents, ", ")+`], "needs": [`+strings.Join(needs, ", ")+`]}`, &answer)
	return answer.Case.CaseID, err
}

// referred sends the case to a body, which helps at once or has not answered yet.
func (in *installation) referred(ctx context.Context, t template, body string, waits bool) error {
	var r struct{ ReferralID string }
	err := in.do(ctx, "myriapolis", "/cases/"+t.caseID+"/referrals", `{"bodyId": "`+body+`", "note": "Une machine à financer, un dossier bien avancé."}`, &r)
	if err != nil || waits {
		return err
	}
	if err := in.do(ctx, body, "/referrals/"+r.ReferralID+":accept", `{}`, nil); err != nil || t.open {
		return err
	}
	return in.do(ctx, body, "/referrals/"+r.ReferralID+":close", `{"outcome": "REFERRAL_OUTCOME_HELPED", "outcomeNote": "Prêt accordé."}`, nil)
}

// asked are the requests that are measured: lists as an advisor of a body that is called in some of the cases, single cases as
// one of the body that leads them all.
func (in *installation) asked(ctx context.Context) ([]*target, error) {
	token, err := in.as(ctx, "cci")
	if err != nil {
		return nil, err
	}
	middle, err := in.middle(ctx, token)
	if err != nil {
		return nil, err
	}
	var all []*target
	var more func() time.Duration
	if in.cluster != nil {
		more = in.cluster.used
	}
	add := func(name, token string, path func() string) {
		all = append(all, &target{name: name, pid: in.cmd.Process.Pid, more: more, call: func(ctx context.Context) error {
			_, err := send(ctx, http.MethodGet, "http://"+in.http+"/v1"+path(), token, nil)
			return err
		}})
	}
	constant := func(path string) func() string { return func() string { return path } }
	anyCase := func() string { return in.cases[rand.IntN(len(in.cases))] }
	add("queue: open cases by due day, 50", token, constant(list("/cases", `open = true`, "dueTime")))
	add("list 50, last changed first", token, constant(list("/cases", "", "updatedTime desc")))
	add("page of 50 in the middle", token, constant(list("/cases", "", "dueTime")+"&pageToken="+middle))
	add("referrals that wait for our answer", token, constant(list("/referrals", `bodyId = "mine" AND unanswered = true`, "dueTime")))
	add("search, a word of every eighth case", token, constant(list("/cases", `text : "boulangerie"`, "")))
	add("search, a rare word", in.token, func() string { return list("/cases", `text : "`+surnameOf(rand.IntN(len(in.cases)))+`"`, "") })
	add("count, 1000+", token, constant("/cases:count"))
	add("GET case", in.token, func() string { return "/cases/" + anyCase() })
	add("timeline of a case", in.token, func() string { return "/cases/" + anyCase() + "/timeline" })
	return all, nil
}

func list(path, filter, order string) string {
	return path + "?pageSize=50&filter=" + url.QueryEscape(filter) + "&orderBy=" + url.QueryEscape(order)
}

// middle walks to the middle of the list of cases by due day, and answers the token of the page there.
func (in *installation) middle(ctx context.Context, token string) (string, error) {
	tokens := []string{""}
	for next := ""; ; {
		raw, err := send(ctx, http.MethodGet, "http://"+in.http+"/v1/cases?pageSize=200&fields=caseId&filter=&orderBy=dueTime&pageToken="+next, token, nil)
		if err != nil {
			return "", err
		}
		var page struct{ NextPageToken string }
		if err := json.Unmarshal(raw, &page); err != nil {
			return "", err
		}
		if next = page.NextPageToken; next == "" {
			return tokens[len(tokens)/2], nil
		}
		tokens = append(tokens, next)
	}
}
