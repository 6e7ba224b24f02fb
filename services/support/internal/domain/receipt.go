package domain

import (
	"fmt"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// Receipt is what the requester takes home: the body is the one to ask for news, the subjects are by their names.
func (c *Case) Receipt(body *supportv1.PartnerBody, subjects []string) (*supportv1.Receipt, error) {
	s := c.State
	if s.GetStatus() == draft {
		return nil, CaseMachine.Refuse(draft, "receipt")
	}
	at := s.GetReceivedTime().AsTime().In(calendar.Paris)
	text := fmt.Sprintf("Demande n° %s reçue le %s à %s. Une réponse vous sera donnée au plus tard le %s.",
		s.GetNumber(), calendar.DayOf(at).InWords(), fmt.Sprintf("%d h %02d", at.Hour(), at.Minute()), calendar.DayOf(s.GetDueTime().AsTime()).InWords())
	if body.GetName() != "" {
		text += " Pour toute question, adressez-vous à " + body.GetName() + " en rappelant ce numéro."
	}
	return &supportv1.Receipt{
		Number: s.GetNumber(), ReceivedTime: s.GetReceivedTime(), DueDate: s.GetDueDate(), ContactBodyId: s.GetLeadBodyId(), Text: text,
		ContactBodyName: body.GetName(), ContactBodyAddress: addressOf(body), ContactBodyEmail: body.GetEmail(), ContactBodyPhone: body.GetPhone(),
		RequesterName: s.GetCompany().GetName(), SubjectLabels: subjects,
	}, nil
}

// addressOf is where the body receives: its first place with an address.
func addressOf(body *supportv1.PartnerBody) string {
	for _, a := range body.GetAntennas() {
		if a.GetAddress() != "" {
			return a.GetAddress()
		}
	}
	return ""
}
