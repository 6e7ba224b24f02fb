package domain

import (
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/reference"
)

// activity says whether the company does what the offer is for. A condition is written once, in either NAF; a company
// that is known in the other one is looked up through the passage between them. Where that gives several codes of which
// some do, the offer could fit: that is said, and excludes nothing.
func activity(company *supportv1.Company, asked *supportv1.OfferConditions) (d condition, isAsked bool) {
	d = condition{rule: "condition.activity", words: "activité admise", toCheck: "activité à vérifier"}
	accepted, excluded := asked.GetNafAccepted(), asked.GetNafExcluded()
	if len(accepted)+len(excluded) == 0 {
		return d, false
	}
	in, out := fulfilled, failed
	if len(accepted) > 0 {
		in = matches(company.GetNaf(), accepted)
	}
	if len(excluded) > 0 {
		out = matches(company.GetNaf(), excluded)
	}
	switch {
	case out == fulfilled || in == failed:
		d.verdict = failed
	case len(company.GetNaf()) == 0 || in == unknown || out == unknown:
		d.verdict = unknown
	case in == possible || out == possible:
		d.verdict, d.toCheck = possible, "activité à vérifier (elle peut convenir, la NAF 2025 la découpe autrement)"
	default:
		d.verdict = fulfilled
	}
	return d, true
}

// matches says whether one of the codes fits one of the patterns, in its own nomenclature or through the passage.
func matches(codes []*commonv1.NafCode, patterns []*supportv1.NafPattern) verdict {
	best := failed
	if len(codes) == 0 {
		return unknown
	}
	for _, p := range patterns {
		best = max(best, fits(codes, p))
	}
	return best
}

// fits prefers what the company says in the pattern's own nomenclature to what the passage says.
func fits(codes []*commonv1.NafCode, p *supportv1.NafPattern) verdict {
	same, best := false, failed
	for _, code := range codes {
		if code.GetNomenclature() == p.GetNomenclature() {
			same = true
			if hasPrefix(code.GetCode(), p.GetPrefix()) {
				return fulfilled
			}
		}
	}
	if same {
		return failed
	}
	for _, code := range codes {
		best = max(best, through(code.GetCode(), p.GetPrefix()))
	}
	return best
}

// through looks a code of one nomenclature up in a pattern of the other. A code that the passage does not know, or knows
// in part and in the pattern's own division, may be anything there.
func through(code, prefix string) verdict {
	others := reference.ActivityPassage().Of(code)
	if len(others) == 0 {
		return unknown
	}
	inside, near := 0, false
	for _, o := range others {
		if hasPrefix(o.Code, prefix) {
			inside++
		}
		near = near || !o.Exact && o.Code[:2] == prefix[:2]
	}
	switch {
	case inside == len(others) && (others[0].Exact || len(prefix) == 2):
		return fulfilled
	case inside > 0:
		return possible
	case near:
		return unknown
	}
	return failed
}

func hasPrefix(code, prefix string) bool { return strings.HasPrefix(plain(code), plain(prefix)) }

func plain(naf string) string { return strings.ReplaceAll(naf, ".", "") }
