package text_test

import (
	"testing"

	"hup.example/services/kit/text"
)

func BenchmarkFold(b *testing.B) {
	for b.Loop() {
		text.Fold("S.A.R.L. L'Atelier du Menuisier d'Alès")
	}
}

func BenchmarkTitle(b *testing.B) {
	for b.Loop() {
		text.Title("Soudeur / Soudeuse en chaudronnerie H/F")
	}
}
