package domain

import (
	"slices"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
)

// caseReasons are the reasons that each move takes, as the contract says; all take OTHER.
var caseReasons = map[string][]supportv1.CaseReason{
	"declareInadmissible": {
		supportv1.CaseReason_CASE_REASON_OUT_OF_TERRITORY, supportv1.CaseReason_CASE_REASON_OUT_OF_SCOPE,
		supportv1.CaseReason_CASE_REASON_NOT_A_COMPANY, supportv1.CaseReason_CASE_REASON_UNWANTED,
	},
	"requestInfo": {
		supportv1.CaseReason_CASE_REASON_DOCUMENT_MISSING, supportv1.CaseReason_CASE_REASON_NEED_UNCLEAR,
		supportv1.CaseReason_CASE_REASON_IDENTITY_UNCLEAR,
	},
	"withdraw": {
		supportv1.CaseReason_CASE_REASON_PROJECT_DROPPED, supportv1.CaseReason_CASE_REASON_SOLVED_ELSEWHERE,
		supportv1.CaseReason_CASE_REASON_NO_LONGER_WANTED, supportv1.CaseReason_CASE_REASON_NO_ANSWER,
	},
	"reopen": {
		supportv1.CaseReason_CASE_REASON_NEW_ELEMENT, supportv1.CaseReason_CASE_REASON_CLOSED_BY_MISTAKE,
		supportv1.CaseReason_CASE_REASON_HELP_NOT_ENOUGH,
	},
}

// checkReason says whether the move takes the reason, and whether it needs words.
func checkReason(action string, reason supportv1.CaseReason, note string) error {
	if reason == supportv1.CaseReason_CASE_REASON_OTHER {
		return needNote(note)
	}
	allowed := caseReasons[action]
	if slices.Contains(allowed, reason) {
		return nil
	}
	names := make([]string, len(allowed))
	for i, r := range allowed {
		names[i] = r.String()
	}
	return errs.State("REASON_NOT_ALLOWED").With("reason", reason.String()).With("allowed", strings.Join(names, ", "))
}

// needNote refuses a reason that says nothing without words.
func needNote(note string) error {
	if strings.TrimSpace(note) == "" {
		return errs.State("NOTE_MISSING")
	}
	return nil
}
