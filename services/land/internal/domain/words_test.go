package domain_test

import (
	"os"
	"sync"

	"hup.example/services/kit/messages"
)

var catalogue = sync.OnceValue(func() *messages.Catalogue {
	c := messages.New()
	if err := c.Add("hup.land", os.DirFS("../../messages")); err != nil {
		panic(err)
	}
	return c
})

// words are those of the service.
func words(lang messages.Lang) messages.Words { return catalogue().In("hup.land", lang) }
