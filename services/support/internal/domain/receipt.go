package domain

import (
	"fmt"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// Receipt is what the requester takes home; the body is the one to ask for news, by its name.
func (c *Case) Receipt(bodyName string) (*supportv1.Receipt, error) {
	s := c.State
	if s.GetStatus() == draft {
		return nil, CaseMachine.Refuse(draft, "receipt")
	}
	at := s.GetReceivedTime().AsTime().In(calendar.Paris)
	text := fmt.Sprintf("Demande n° %s reçue le %s à %s. Une réponse vous sera donnée au plus tard le %s.",
		s.GetNumber(), inWords(at), fmt.Sprintf("%d h %02d", at.Hour(), at.Minute()), inWords(s.GetDueTime().AsTime().In(calendar.Paris)))
	if bodyName != "" {
		text += " Pour toute question, adressez-vous à " + bodyName + " en rappelant ce numéro."
	}
	return &supportv1.Receipt{
		Number: s.GetNumber(), ReceivedTime: s.GetReceivedTime(), DueDate: s.GetDueDate(), ContactBodyId: s.GetLeadBodyId(), Text: text,
	}, nil
}

var (
	weekdays = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
	months   = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
)

// inWords is a day as the French write it: vendredi 27 novembre 2026.
func inWords(t time.Time) string {
	day := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %s %d", weekdays[t.Weekday()], day, months[t.Month()-1], t.Year())
}
