package facade

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/text"
)

// Search asks the lists that the caller may read, all at once, and puts the best first. The words are never logged.
func (f *Facade) Search(ctx context.Context, r *hupv1.SearchRequest) (*hupv1.SearchResponse, error) {
	most := r.GetPageSize()
	if most == 0 {
		most = 50
	}
	found := make([]proto.Message, len(lookups))
	var parts []part
	for i, l := range lookups {
		if len(r.GetKinds()) > 0 && !slices.Contains(r.GetKinds(), l.kind) || f.Rules.Allow(l.method, actor.From(ctx)) != nil {
			continue
		}
		parts = append(parts, part{name: l.name(), quiet: true, required: l.service == "support", load: func(ctx context.Context) error {
			answer := l.answer()
			err := f.Peer(l.service).Invoke(ctx, l.method, l.request(l.filter(r.GetQ()), most), answer)
			if err == nil {
				found[i] = answer
			}
			return err
		}})
	}
	missing, err := f.gather(ctx, parts...)
	if err != nil {
		return nil, err
	}
	return &hupv1.SearchResponse{Results: best(found, r.GetQ(), int(most)), Missing: missing}, nil
}

// best are the results of all lists, the best first.
func best(found []proto.Message, q string, most int) (results []*hupv1.SearchResult) {
	for i, answer := range found {
		if answer != nil {
			results = append(results, lookups[i].results(answer)...)
		}
	}
	rank(results, q)
	return results[:min(len(results), most)]
}

// filter asks the list for the words; companies, whose text is their names, for a number too.
func (l lookup) filter(q string) string {
	if l.kind == hupv1.SearchKind_SEARCH_KIND_COMPANY {
		switch number := digitsOf(q); len(number) {
		case 14:
			return `siret = "` + number + `"`
		case 9:
			return `siren = "` + number + `"`
		}
	}
	return filterOf(q)
}

// filterOf asks a list for the words. Quotes would end them.
func filterOf(q string) string {
	return `text:"` + strings.NewReplacer(`"`, " ", `\`, " ").Replace(q) + `"`
}

// digitsOf is the number that was typed, with or without blanks; empty when it is none.
func digitsOf(q string) string {
	q = strings.Join(strings.Fields(q), "")
	if strings.Trim(q, "0123456789") != "" {
		return ""
	}
	return q
}

// rank puts first what is named as was typed, then what begins so, then what has all the words in its name. Each list
// answers its own best first: that order is kept among equals.
func rank(results []*hupv1.SearchResult, q string) {
	typed := text.Fold(q)
	words := text.Tokens(q)
	slices.SortStableFunc(results, func(a, b *hupv1.SearchResult) int {
		return cmp.Compare(distance(a, typed, words), distance(b, typed, words))
	})
}

func distance(r *hupv1.SearchResult, typed string, words []string) int {
	title, subtitle := text.Fold(r.GetTitle()), text.Fold(r.GetSubtitle())
	switch {
	case title == typed || subtitle == typed:
		return 0
	case strings.HasPrefix(title, typed):
		return 1
	case !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(title, w) }):
		return 2
	}
	return 3
}
