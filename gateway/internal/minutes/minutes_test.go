package minutes

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

func example(items int) *supportv1.MeetingMinutes {
	m := &supportv1.MeetingMinutes{
		MeetingId: "mtg_1", Title: "Comité", HeldDate: "2026-12-18", Place: "Myriapolis, 9 h", BodyName: "Alès Myriapolis", WithheldItemCount: 2,
		Participants: []*supportv1.MinutesParticipant{{BodyName: "CCI du Gard", Names: "M. Œuvre"}, {BodyName: "Région Occitanie", Absent: true}},
		Note:         "Prochain comité en janvier.", ClosedTime: timestamppb.New(time.Date(2026, 12, 18, 11, 0, 0, 0, time.UTC)),
	}
	for i := range items {
		m.Items = append(m.Items, &supportv1.MinutesItem{
			CaseNumber: fmt.Sprintf("HUP-2026-%06d", i+1), CompanyName: "Menuiserie de l'Œuvre & Fils", Reasons: []string{"2 organismes y travaillent en même temps", "Refusée 2 fois"},
			KindLabel: "Confier", Text: "La chambre rappelle l'entreprise.", BodyName: "CCI du Gard", DueDate: "2026-12-21", CaseStatusLabel: "En cours d'accompagnement",
		})
	}
	m.Items = append(m.Items, &supportv1.MinutesItem{CaseNumber: "HUP-2026-000999", CompanyName: "Porteur de projet", CaseStatusLabel: "Reçue"})
	return m
}

// TestDraw_holdsEachDecision: over as many pages as it takes; other programs read it with its accents.
func TestDraw_holdsEachDecision(t *testing.T) {
	page, err := Draw(example(60))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Draw(example(60))
	if err != nil || !bytes.Equal(page, again) {
		t.Errorf("the same minutes are not the same bytes: %v", err)
	}
	if n := bytes.Count(page, []byte("/Type /Page\n")); n < 5 || !bytes.Contains(page, []byte("/Lang (fr-FR)")) {
		t.Errorf("%d pages, or no language", n)
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not there to read it")
	}
	file := filepath.Join(t.TempDir(), "minutes.pdf")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(tool, "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Compte rendu, vendredi 18 décembre 2026", "CCI du Gard (M. Œuvre)", "Absents", "Région Occitanie", "HUP-2026-000001", "HUP-2026-000060",
		"lundi 21 décembre 2026", "Refusée 2 fois", "À la demande d'un participant", "Aucune", "seulement : 2.", "Prochain comité en janvier."} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not there:\n%s", want, text)
		}
	}
}
