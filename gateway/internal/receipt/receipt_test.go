package receipt

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

func example() *supportv1.Receipt {
	return &supportv1.Receipt{
		Number: "HUP-2026-000123", ReceivedTime: timestamppb.New(time.Date(2026, 11, 20, 8, 5, 0, 0, time.UTC)), DueDate: "2026-11-27",
		Text:            "Demande n° HUP-2026-000123 reçue le vendredi 20 novembre 2026 à 9 h 05. Une réponse vous sera donnée au plus tard le vendredi 27 novembre 2026.",
		ContactBodyName: "Myriapolis, l'agence de développement", ContactBodyAddress: "Pôle mécanique, 30520 Alès", ContactBodyEmail: "accueil@example.org", ContactBodyPhone: "+33466010203",
		RequesterName: "Menuiserie de l'Œuvre & Fils", SubjectLabels: []string{"Trouver des locaux d'activité", "Financer un investissement"},
	}
}

// TestDraw_oneLegiblePage: one page with all that the law asks for, which other programs read with its accents.
func TestDraw_oneLegiblePage(t *testing.T) {
	pdf, err := Draw(example())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Draw(example())
	if err != nil || !bytes.Equal(pdf, again) {
		t.Errorf("the same receipt is not the same bytes: %v", err)
	}
	if n := bytes.Count(pdf, []byte("/Type /Page\n")); n != 1 || !bytes.Contains(pdf, []byte("/Lang (fr-FR)")) {
		t.Errorf("%d pages, or no language", n)
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not there to read it")
	}
	file := filepath.Join(t.TempDir(), "receipt.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(tool, "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Accusé de réception", "HUP-2026-000123", "vendredi 20 novembre 2026 à 9 h 05", "vendredi 27 novembre 2026", "Menuiserie de l'Œuvre & Fils",
		"Financer un investissement", "Myriapolis", "Pôle mécanique, 30520 Alès", "accueil@example.org", "+33466010203", "L112-11"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not on the page:\n%s", want, text)
		}
	}
}
