package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// lists are the lists whose every filter is asked in every order, with a value that some rows have, and ranges for times.
var lists = []struct {
	path   string
	values map[string]string
}{
	{"/cases", map[string]string{"open": "true", "status": `"CASE_STATUS_IN_PROGRESS"`, "bodyId": `"mine"`, "leadBodyId": `"myriapolis"`, "subjectCode": `"finance.investment"`,
		"communeCode": `"30007"`, "origin": `"CASE_ORIGIN_COUNTER"`, "urgency": `"URGENCY_NORMAL"`, "unanswered": "true", "text": `"garage"`, "responsibleBodyId": `"mine"`}},
	{"/referrals", map[string]string{"status": `"REFERRAL_STATUS_SENT"`, "bodyId": `"mine"`, "senderBodyId": `"myriapolis"`, "subjectCode": `"finance.investment"`,
		"communeCode": `"30007"`, "unanswered": "true", "text": `"garage"`}},
}

// swept is one question at both sizes, in milliseconds: the least of three times.
type swept struct {
	question string
	ms       [2]float64
}

// sweep asks each list by each of its filters in each order, and tells the questions that cost most at the large size.
func sweep(ctx context.Context, b *strings.Builder, sized [2]*installation) error {
	var all []swept
	for _, l := range lists {
		filters, orders, err := sized[0].known(ctx, l.path)
		if err != nil {
			return err
		}
		for _, f := range filters {
			for _, o := range orders {
				for _, direction := range []string{"", " desc"} {
					s := swept{question: fmt.Sprintf("%s by %s, %s%s", l.path[1:], f, o, direction)}
					for i, in := range sized {
						if s.ms[i], err = in.ask(ctx, list(l.path, in.condition(f, l.values[f]), o+direction)); err != nil {
							return err
						}
					}
					all = append(all, s)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b swept) int { return int(1000 * (b.ms[1] - a.ms[1])) })
	slow := 0
	for _, s := range all {
		if s.ms[1] > 3*s.ms[0] && s.ms[1] > 20 {
			slow++
		}
	}
	fmt.Fprintf(b, "\nEach filter in each order, %d questions, 50 rows: %d are at the large size slower than 20 ms and three times the small one. The slowest, one client:\n\n| question | ms small | ms large |\n|---|---|---|\n", len(all), slow)
	for _, s := range all[:max(12, min(slow, 60))] {
		fmt.Fprintf(b, "| %s | %.1f | %.1f |\n", s.question, s.ms[0], s.ms[1])
	}
	return nil
}

// condition compares a field with a value that rows have; a time with the last month.
func (in *installation) condition(field, value string) string {
	switch {
	case strings.HasSuffix(field, "Time"):
		return field + ` >= "` + time.Now().AddDate(0, -1, 0).UTC().Format(time.RFC3339) + `"`
	case value != "":
		return field + " : " + value
	}
	return field + ` = "nobody"`
}

var told = regexp.MustCompile(`(?:Champs|Tris) connus : ([^.]*?)(?:, suivis|\.)`)

// known asks the list for the filters and orders that it has.
func (in *installation) known(ctx context.Context, path string) (filters, orders []string, err error) {
	for i, asked := range []string{list(path, `noSuchField = "x"`, ""), list(path, "", "noSuchOrder")} {
		_, err := send(ctx, http.MethodGet, "http://"+in.http+"/v1"+asked, in.token, nil)
		if err == nil {
			return nil, nil, fmt.Errorf("%s took %s", path, asked)
		}
		names := told.FindStringSubmatch(err.Error())
		if names == nil {
			return nil, nil, err
		}
		found := strings.Split(names[1], ", ")
		if i == 0 {
			filters = found
		} else {
			orders = found
		}
	}
	return filters, orders, nil
}

// ask answers the least of three times, as an advisor of the body that leads the cases.
func (in *installation) ask(ctx context.Context, path string) (least float64, err error) {
	for i := range 3 {
		began := time.Now()
		raw, err := send(ctx, http.MethodGet, "http://"+in.http+"/v1"+path, in.token, nil)
		if err != nil {
			return 0, err
		}
		if ms := float64(time.Since(began).Microseconds()) / 1000; i == 0 || ms < least {
			least = ms
		}
		if !json.Valid(raw) {
			return 0, fmt.Errorf("%s: no JSON", path)
		}
	}
	return least, nil
}
