package domain

import (
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// part is a part of the case as it is shown to whom an opinion is asked of. Never the contact. Subject says
// what people call a subject.
func (c *Case) part(p supportv1.OpinionPart, subject func(code string) string) string {
	var lines []string
	switch p {
	case supportv1.OpinionPart_OPINION_PART_COMPANY:
		company := c.State.GetCompany()
		for _, said := range []string{company.GetName(), labelled("SIRET", company.GetSiret()), labelled("Commune", company.GetCommuneCode())} {
			if said != "" {
				lines = append(lines, said)
			}
		}
	case supportv1.OpinionPart_OPINION_PART_DESCRIPTION:
		return c.State.GetDescription()
	case supportv1.OpinionPart_OPINION_PART_NEEDS:
		for _, n := range c.State.GetNeeds() {
			lines = append(lines, strings.TrimSuffix(subject(n.GetSubjectCode())+" : "+n.GetDescription(), " : "))
		}
	}
	return strings.Join(lines, "\n")
}

func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + " " + value
}
