package reference_test

import (
	"testing"

	"hup.example/services/kit/reference"
)

// vector is a typed value and its canonical form, empty for a refusal.
type vector struct{ typed, want string }

func checkVectors(t *testing.T, read func(string) (string, error), vectors []vector) {
	t.Helper()
	for _, v := range vectors {
		got, err := read(v.typed)
		if (err == nil) != (v.want != "") || got != v.want {
			t.Errorf("%q gives %q, %v; want %q", v.typed, got, err, v.want)
		}
		if err != nil && refusal(t, err).Message == "" {
			t.Errorf("%q is refused without a word", v.typed)
		}
	}
}

func TestUAI_checksTheLetter(t *testing.T) {
	checkVectors(t, reference.UAI, []vector{
		{"0301435X", "0301435X"}, {"0301567R", "0301567R"}, {"0301629h", "0301629H"},
		{"0301435Y", ""}, {"0301453X", ""}, {"301435X", ""}, {"0301435", ""}, {"", ""},
	})
	_, err := reference.UAI("301435X")
	if got := refusal(t, err).Candidates; len(got) != 1 || got[0].Code != "0301435X" {
		t.Errorf("candidates %v", got)
	}
}

func TestNDA_takesPublicBodies(t *testing.T) {
	checkVectors(t, reference.NDA, []vector{
		{"73810093881", "73810093881"}, {"76 31 10300 31", "76311030031"}, {"2550P003050", "2550P003050"}, {"2550p003050", "2550P003050"},
		{"7381009388", ""}, {"738100938811", ""}, {"2550X003050", ""}, {"00000000000", ""}, {"", ""},
	})
}

func TestRNCP_andRS_readTheirNumbers(t *testing.T) {
	checkVectors(t, reference.RNCP, []vector{{"RNCP37566", "RNCP37566"}, {"rncp 955", "RNCP955"}, {"RNCP12", ""}, {"RNCP123456", ""}, {"37566", ""}, {"RS5789", ""}})
	checkVectors(t, reference.RS, []vector{{"RS1", "RS1"}, {"rs 5789", "RS5789"}, {"RS", ""}, {"RS123456", ""}, {"RNCP37566", ""}})
	_, err := reference.RNCP("37566")
	if got := refusal(t, err).Candidates; len(got) != 1 || got[0].Code != "RNCP37566" {
		t.Errorf("candidates %v", got)
	}
}

func TestCommuneCode_isNotListed(t *testing.T) {
	checkVectors(t, reference.CommuneCode, []vector{
		{"30007", "30007"}, {"2a004", "2A004"}, {"2B033", "2B033"}, {"75056", "75056"}, {"99999", "99999"},
		{"1053", ""}, {"2C004", ""}, {"300071", ""}, {"Alès", ""}, {"", ""},
	})
	for typed, want := range map[string]string{"1053": "01053", "Alès": "30007"} {
		_, err := reference.CommuneCode(typed)
		if got := refusal(t, err).Candidates; len(got) == 0 || got[0].Code != want {
			t.Errorf("%s: candidates %v", typed, got)
		}
	}
}

func TestEPCICode_beginsWithTwo(t *testing.T) {
	checkVectors(t, reference.EPCICode, []vector{{"200066918", "200066918"}, {"356000000", ""}, {"200066919", ""}})
}

func TestQPV_takesBothGeographies(t *testing.T) {
	checkVectors(t, reference.QPV, []vector{{"QP030016", "QP030016"}, {"qn03001M", "QN03001M"}, {"QP03001", ""}, {"QN030016", ""}, {"", ""}})
}

func TestParcel_takesFourteenCharacters(t *testing.T) {
	checkVectors(t, reference.Parcel, []vector{
		{"30007000AB0123", "30007000AB0123"}, {"30007 000 ab 0123", "30007000AB0123"}, {"300070000A0123", "300070000A0123"},
		{"30007000A0123", "300070000A0123"}, {"2A004000AB0123", "2A004000AB0123"}, {"57463000010012", "57463000010012"},
		{"30007000AB0000", ""}, {"30007000AB123", ""}, {"AB0123", ""}, {"", ""},
	})
}

func TestDate_isADayThatExists(t *testing.T) {
	checkVectors(t, reference.Date, []vector{{"2026-11-20", "2026-11-20"}, {"2028-02-29", "2028-02-29"}, {"2026-02-29", ""}, {"2026-13-01", ""}, {"20/11/2026", ""}, {"", ""}})
	_, err := reference.Date("20/11/2026")
	if got := refusal(t, err).Candidates; len(got) != 1 || got[0].Code != "2026-11-20" {
		t.Errorf("candidates %v", got)
	}
}

func TestPhone_isReadAsPeopleOfFranceWriteIt(t *testing.T) {
	checkVectors(t, reference.Phone, []vector{
		{"04 66 00 00 00", "+33466000000"}, {"0466000000", "+33466000000"}, {"04.66.00.00.00", "+33466000000"}, {"04-66-00-00-00", "+33466000000"},
		{"+33 4 66 00 00 00", "+33466000000"}, {"+33 (0)4 66 00 00 00", "+33466000000"}, {"0033466000000", "+33466000000"}, {"33 6 00 00 00 00", "+33600000000"},
		{"+330466000000", "+33466000000"}, {"0690 00 00 00", "+590690000000"}, {"+262 692 00 00 00", "+262692000000"}, {"0692000000", "+262692000000"},
		{"+32 2 000 00 00", "+3220000000"}, {"+1 202 555 0100", "+12025550100"},
		{"466000000", ""}, {"046600000", ""}, {"04660000000", ""}, {"+334660000001", ""}, {"+33 0", ""}, {"3949", ""}, {"15", ""}, {"zéro quatre", ""},
		{"+0466000000", ""}, {"٠٤٦٦٠٠٠٠٠٠", ""}, {"0466000000 poste 12", ""}, {"++33466000000", ""}, {"", ""},
	})
}

func TestPhone_neverRepeatsTheNumber(t *testing.T) {
	for _, typed := range []string{"466123457", "04661234570", "0466x123457"} {
		_, err := reference.Phone(typed)
		got := refusal(t, err)
		if len(got.Candidates) != 0 || contains(got.Error(), "12345") {
			t.Errorf("%+v", got)
		}
	}
}
