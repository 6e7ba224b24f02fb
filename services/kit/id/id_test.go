package id

import (
	"sort"
	"testing"
)

func TestNew_sortsAndHasShape(t *testing.T) {
	ids := make([]string, 10_000)
	for i := range ids {
		ids[i] = New("cas")
		if !Valid("cas", ids[i]) {
			t.Fatalf("%q has not the shape of an id", ids[i])
		}
	}
	if !sort.StringsAreSorted(ids) {
		t.Error("ids made one after the other do not sort")
	}
}

func TestTick_neverGoesBackWithTheClock(t *testing.T) {
	ms, _ := tick(1 << 47)
	before := ms<<12 | 0xfff
	ms, seq := tick(5)
	if after := ms<<12 | uint64(seq); after <= before&^0xfff {
		t.Errorf("after the clock went back the id goes back: %x then %x", before, after)
	}
	last.ms, last.seq = 0, 0
}

func TestValid_refusesOtherShapes(t *testing.T) {
	for _, s := range []string{"", "cas_", "cas_1", "ref_" + New("cas")[4:], New("cas") + "0", "cas_il0000000000000000000000ou"} {
		if Valid("cas", s) {
			t.Errorf("%q is taken as an id", s)
		}
	}
}

func TestOf_followsFromItsParts(t *testing.T) {
	a := Of("com", "ales", "38383838300019")
	if a != Of("com", "ales", "38383838300019") || !Valid("com", a) {
		t.Errorf("%s does not follow from its parts, or is no id", a)
	}
	if a == Of("com", "nimes", "38383838300019") || Of("com", "ab", "c") == Of("com", "a", "bc") {
		t.Error("other parts give the same id")
	}
}

func TestDerived_isTheSameForTheSameParts(t *testing.T) {
	a := Derived("mat", "lrq_1", "prm_2")
	if !Valid("mat", a) || a != Derived("mat", "lrq_1", "prm_2") || a == Derived("mat", "lrq_1p", "rm_2") {
		t.Errorf("%s", a)
	}
}
