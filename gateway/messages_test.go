package gateway

import (
	"io/fs"
	"testing"

	"hup.example/gateway/internal/problem"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/validate"
)

func TestMessages_areInBothLanguages(t *testing.T) {
	words := messages.New()
	own, err := fs.Sub(texts, "messages")
	if err != nil {
		t.Fatal(err)
	}
	if err := words.Add(problem.Domain, own); err != nil {
		t.Fatal(err)
	}
	messages.CheckFiles(t, words, problem.Domain)
	validate.CheckTexts(t, words, problem.Domain)
}
