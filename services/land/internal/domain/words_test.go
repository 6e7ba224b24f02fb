package domain_test

import (
	"os"
	"sync"

	"hup.example/services/kit/messages"
	"hup.example/services/kit/present"
	"hup.example/services/land/internal/domain"
)

var catalogue = sync.OnceValue(func() *present.Presenter {
	c := messages.New()
	if err := c.Add("hup.land", os.DirFS("../../messages")); err != nil {
		panic(err)
	}
	return present.New(c, "land")
})

func french() domain.Words { return domain.Words{Say: catalogue().In(messages.French)} }

func english() domain.Words {
	return domain.Words{Say: catalogue().In(messages.English), English: true}
}
