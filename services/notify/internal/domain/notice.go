package domain

import (
	"slices"
	"strings"
	"time"
)

// StaleAfter is how long after it was asked for a message is still worth sending: who reads all events anew tells nobody
// what is long past.
const StaleAfter = 7 * 24 * time.Hour

// Ref is whom a message is for, by kind and id: "person:per_…", "body:cci", "contact:cas_…".
type Ref struct{ Kind, ID string }

// The kinds of recipients.
const (
	ToPerson  = "person"
	ToBody    = "body"
	ToManager = "manager"
	ToRole    = "role"
	ToContact = "contact"
	ToCompany = "company"
	ToExpert  = "opinion"
)

// RefOf reads a recipient.
func RefOf(text string) (Ref, bool) {
	kind, id, _ := strings.Cut(text, ":")
	known := []string{ToPerson, ToBody, ToManager, ToRole, ToContact, ToCompany, ToExpert}
	return Ref{kind, id}, id != "" && slices.Contains(known, kind)
}

// String is the recipient as events write it.
func (r Ref) String() string { return r.Kind + ":" + r.ID }

// SatisfactionTemplate carries the link to the survey, OpinionTemplate to the outside expert that to the question.
const (
	SatisfactionTemplate = "case_satisfaction"
	OpinionTemplate      = "opinion_asked"
)

// due are the templates that the contact of a case is told by mail however it wants to be reached: the law wants the
// first, and the others start or end something that runs without it.
var due = []string{"case_received", "case_info_requested", "case_info_reminder", "case_ended", "case_reopened", "message_to_company"}

// ForContact says whether a contact gets a template by mail that would rather be reached otherwise.
func ForContact(template string) bool {
	return slices.Contains(due, template) || strings.HasPrefix(template, "appointment_")
}

// farewells are the templates that tell a body that it is no longer part of a case; who sees it no longer gets only these.
var farewells = []string{"referral_cancelled", "referral_ended", "referral_body_left"}

// NeedsAccess says whether a template is only for those who may see the case.
func NeedsAccess(template string) bool { return !slices.Contains(farewells, template) }
