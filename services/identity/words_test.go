package identity_test

import (
	"testing"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/validate"
)

func TestMessages_haveAWordForAll(t *testing.T) {
	words := messages.New()
	if err := words.Add("hup.identity", identity.Module().Messages); err != nil {
		t.Fatal(err)
	}
	messages.CheckFiles(t, words, "hup.identity")
	messages.CheckEnum(t, words, "hup.identity", identityv1.ErrorReason(0).Descriptor())
	validate.CheckTexts(t, words, "hup.identity")
	for _, values := range []map[int32]string{
		identityv1.PersonStatus_name, identityv1.MembershipStatus_name, identityv1.ClientStatus_name, identityv1.AuthSessionStatus_name, authv1.Role_name,
	} {
		for number, name := range values {
			if number != 0 {
				messages.CheckKey(t, words, "hup.identity", name)
			}
		}
	}
}
