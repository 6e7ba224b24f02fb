package page_test

import (
	"slices"
	"strings"
	"testing"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
	"hup.example/services/kit/store"
)

type asked struct {
	size  int32
	token string
}

func (a asked) GetPageSize() int32   { return a.size }
func (a asked) GetPageToken() string { return a.token }

type item struct {
	rank int64
	id   string
}

func TestComputed_goesOnBehindTheLastItemWhateverCame(t *testing.T) {
	list := page.Computed[item]{Name: "items", Of: "x", Place: func(i item) (int64, string) { return i.rank, i.id }}
	view, signer := &store.View{Actor: actor.Actor{Territory: "ales"}}, page.NewSigner([]byte("key"))
	items := []item{{9, "a"}, {7, "b"}, {7, "c"}, {1, "d"}}
	first, next, err := list.Slice(view, signer, items, asked{2, ""})
	if err != nil || !slices.Equal(first, items[:2]) || next == "" {
		t.Fatalf("%v, %q, %v", first, next, err)
	}
	grown := []item{{9, "a"}, {8, "new"}, {7, "c"}, {5, "newer"}, {1, "d"}} // b has gone, too
	second, end, err := list.Slice(view, signer, grown, asked{5, next})
	if err != nil || end != "" || !slices.Equal(second, grown[2:]) {
		t.Errorf("%v, %q, %v", second, end, err)
	}
	other := list
	other.Of = "y"
	if _, _, err := other.Slice(view, signer, items, asked{2, next}); err == nil {
		t.Error("the token of another list is taken")
	}
	if _, _, err := list.Slice(view, signer, items, asked{2, strings.ToUpper(next)}); err == nil {
		t.Error("a forged token is taken")
	}
}
