package publicform

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/edge"
	"hup.example/gateway/internal/rest"
)

// questions are the four about the help, in the order of the marks.
var questions = []string{
	"Avez-vous été bien accueilli et écouté ?",
	"La réponse est-elle venue assez vite ?",
	"L'aide a-t-elle répondu à votre besoin ?",
	"Conseilleriez-vous à une autre entreprise de venir ici ?",
}

// rate keeps what somebody without account thinks of the help.
func (s *Server) rate(w http.ResponseWriter, r *http.Request) {
	edge.Name(r.Context(), "POST /satisfaction")
	values, err := typed(w, r)
	at := &shown{Values: values}
	names := map[string]string{"marks": "mark0"}
	if err == nil {
		request := &supportv1.RecordPublicSatisfactionRequest{Code: strings.TrimSpace(values["code"]), Comment: values["comment"]}
		for i := range questions {
			input := fmt.Sprintf("mark%d", i)
			mark, _ := strconv.Atoi(values[input]) // none is 0, which is refused
			names[fmt.Sprintf("marks[%d]", i)] = input
			request.Marks = append(request.Marks, int32(mark))
		}
		ctx, _ := rest.Outgoing(r)
		if _, err = supportv1.NewSatisfactionServiceClient(s.Conn).RecordPublicSatisfaction(ctx, request); err == nil {
			write(w, http.StatusOK, (*shown).sent, &shown{Done: "Merci. Votre avis est enregistré ; vous pouvez le changer pendant 7 jours avec le même code."})
			return
		}
	}
	s.refuse(w, r, (*shown).opinion, at, err, names)
}
