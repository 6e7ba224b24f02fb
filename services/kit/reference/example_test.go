package reference_test

import (
	"fmt"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/reference"
)

func ExampleCheck() {
	fmt.Println(reference.Check(commonv1.Code_CODE_SIREN, "200 066 918"))
	fmt.Println(reference.Check(commonv1.Code_CODE_SIREN, "05880596"))
	// Output:
	// <nil>
	// CODE_LENGTH: Le SIREN a 9 chiffres : il manque un chiffre, un tableur a peut-être enlevé le zéro initial. Vouliez-vous dire : 005880596 ?
}

func ExampleRome() {
	for _, occupation := range reference.Rome().Search("soudeurs H/F", 1) {
		fmt.Println(occupation.Code, occupation.Label)
	}
	// Output:
	// H2913 Soudeur / Soudeuse
}

func BenchmarkCheck(b *testing.B) {
	reference.Rome()
	for b.Loop() {
		_ = reference.Check(commonv1.Code_CODE_SIRET, "35600000049837")
		_ = reference.Check(commonv1.Code_CODE_ROME, "H2913")
	}
}
