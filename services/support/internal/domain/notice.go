package domain

import (
	"fmt"
	"maps"

	"hup.example/services/kit/actor"
)

// The templates of the messages to people; their words are in messages, under notice.<template>.
const (
	noticeReceived          = "case_received"
	noticeInfoRequested     = "case_info_requested"
	noticeInfoReminder      = "case_info_reminder"
	noticeInfoReceived      = "case_info_received"
	noticeDraftReminder     = "case_draft_reminder"
	noticeSatisfaction      = "case_satisfaction"
	noticeReferred          = "case_referred"
	noticeHandedOver        = "case_handed_over"
	noticeTaken             = "case_taken"
	noticeEnded             = "case_ended"
	noticeReopened          = "case_reopened"
	noticeAssigned          = "case_assigned"
	noticeDueSoon           = "case_due_soon"
	noticeLate              = "case_late"
	noticeReroute           = "case_reroute_offered"
	noticeReferral          = "referral_sent"
	noticeReferralAccepted  = "referral_accepted"
	noticeReferralDeclined  = "referral_declined"
	noticeReferralMoved     = "referral_redirected"
	noticeReferralCancelled = "referral_cancelled"
	noticeReferralClosed    = "referral_closed"
	noticeReferralEnded     = "referral_ended"
	noticeReferralReopened  = "referral_reopened"
	noticeReferralAssigned  = "referral_assigned"
	noticeReferralExpired   = "referral_expired"
	noticeReferralDueSoon   = "referral_due_soon"
	noticeReferralLate      = "referral_late"
	noticeMentioned         = "mentioned"
	noticeMessage           = "message_to_company"
	noticeAttachment        = "file_for_company"
	noticeInfected          = "file_infected"
	noticeTaskGiven         = "task_given"
	noticeTaskReminder      = "task_reminder"
	noticeOpinionAsked      = "opinion_asked"
	noticeOpinionGiven      = "opinion_given"
	noticeFollowed          = "followed_case_moved"
	noticeBodyLeft          = "referral_body_left"
	noticeCoverageGap       = "coverage_gap"
	noticeCompanyMoved      = "company_moved"
	noticeCompanyClosed     = "company_closed"
	noticeCompanyRenamed    = "company_renamed"
)

// Whom a message is for, by kind and id.
func toBody(id string) string     { return "body:" + id }
func toManagers(id string) string { return "manager:" + id }

// toCoordinators is the coordination of the territory.
const toCoordinators = "role:hup_coordinator"

// toPerson is the person who has it, else everybody of the body.
func toPerson(personID, bodyID string) string {
	if personID == "" {
		return toBody(bodyID)
	}
	return "person:" + personID
}

// toContact is the contact of the case: the company, or the person with a project.
func (c *Case) toContact() string { return "contact:" + c.ID }

// Named are the parameters with the case among them, which whoever sends asks for access.
func (t Told) Named() map[string]string {
	named := maps.Clone(t.Params)
	if t.CaseID != "" {
		named["caseId"] = t.CaseID
	}
	return named
}

// tell asks that somebody be told something of the case, once an occasion. Params are pairs: names and values.
func (c *Case) tell(template, recipient, occasion string, params ...string) {
	c.Record(Told{
		Template: template, Recipient: recipient, Key: c.ID + ":" + occasion, SubjectID: c.ID, CaseID: c.ID,
		Params: pairs(params, "caseNumber", c.State.GetNumber()),
	})
}

// tell asks that somebody be told something of the referral, once an occasion.
func (r *Referral) tell(template, recipient, occasion string, params ...string) {
	r.Record(Told{
		Template: template, Recipient: recipient, Key: r.ID + ":" + occasion, SubjectID: r.ID, CaseID: r.State.GetCaseId(),
		Params: pairs(params, "caseNumber", r.State.GetCaseNumber(), "bodyId", r.State.GetBodyId()),
	})
}

// tellBody tells a body what another one did; nobody is told of what their own body did.
func (r *Referral) tellBody(a actor.Actor, template, bodyID, occasion string, params ...string) {
	if bodyID != "" && bodyID != a.BodyID {
		r.tell(template, toBody(bodyID), occasion, params...)
	}
}

// occasion is a word and a number: versions and counts, never the time, which may go back.
func occasion[N int | int32 | int64](word string, n N) string { return fmt.Sprintf("%s:%d", word, n) }

// pairs makes the parameters of a message; what is empty is left out.
func pairs(lists []string, more ...string) map[string]string {
	params := map[string]string{}
	all := append(more, lists...)
	for i := 0; i+1 < len(all); i += 2 {
		if all[i+1] != "" {
			params[all[i]] = all[i+1]
		}
	}
	return params
}
