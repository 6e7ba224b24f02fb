// Package publicform serves the pages of people without account: to ask for help, to confirm by the code of a mail, and to
// say what they think of the help. They are plain pages: all works without a script, but a proof of work where one is asked.
package publicform

import (
	"bytes"
	"embed"
	"net/http"
	"strings"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/edge"
	"hup.example/gateway/internal/problem"
	"hup.example/gateway/internal/rest"
	"hup.example/services/kit/errs"
)

//go:embed assets
var assets embed.FS

// Server serves the pages.
type Server struct {
	// Conn reaches support for the world outside, with all its limits.
	Conn grpc.ClientConnInterface
	// Problems puts refusals in words.
	Problems *problem.Answerer
}

// Routes are the pages, by pattern of http.ServeMux.
func (s *Server) Routes() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /demande":             http.HandlerFunc(s.ask),
		"POST /demande":            http.HandlerFunc(s.submit),
		"GET /demande/confirmer":   page((*shown).confirming),
		"POST /demande/confirmer":  http.HandlerFunc(s.confirm),
		"GET /satisfaction":        page((*shown).opinion),
		"POST /satisfaction":       http.HandlerFunc(s.rate),
		"GET /demande/demande.js":  file("demande.js", "text/javascript; charset=utf-8"),
		"GET /demande/demande.css": file("demande.css", "text/css; charset=utf-8"),
	}
}

// shown is what a page shows.
type shown struct {
	// Form is what may be asked, Subject the one that was chosen; Themes are all, to choose from.
	Form    *supportv1.PublicForm
	Subject *supportv1.Subject
	Themes  []theme
	// Values are what was typed, by the name of the input.
	Values map[string]string
	// Problem is what was refused; Fields its messages by the name of the input.
	Problem *problem.Problem
	Fields  map[string]string
	// Done is what happened; Receipt what the sender takes home.
	Done    string
	Receipt *supportv1.Receipt
}

// theme is a theme with its subjects.
type theme struct {
	Label    string
	Subjects []*supportv1.Subject
}

func (s *Server) cases() supportv1.PublicRequestServiceClient {
	return supportv1.NewPublicRequestServiceClient(s.Conn)
}

// ask shows the themes to choose from, or the form of a subject.
func (s *Server) ask(w http.ResponseWriter, r *http.Request) {
	edge.Name(r.Context(), "GET /demande")
	at, err := s.load(r, r.URL.Query().Get("sujet"))
	if err != nil {
		s.refused(w, r, (*shown).themes, &shown{}, err)
		return
	}
	content := (*shown).form
	if at.Subject == nil {
		content = (*shown).themes
	}
	write(w, http.StatusOK, content, at)
}

// load asks for a form.
func (s *Server) load(r *http.Request, subject string) (*shown, error) {
	ctx, err := rest.Outgoing(r)
	if err != nil {
		return nil, err
	}
	form, err := s.cases().GetPublicForm(ctx, &supportv1.GetPublicFormRequest{})
	if err != nil {
		return nil, err
	}
	at := &shown{Form: form, Values: map[string]string{}}
	for _, asked := range form.GetSubjects() {
		switch {
		case asked.GetParentCode() == "":
			at.Themes = append(at.Themes, theme{Label: asked.GetLabel()})
		case len(at.Themes) > 0:
			last := &at.Themes[len(at.Themes)-1]
			last.Subjects = append(last.Subjects, asked)
		}
		if asked.GetSubjectCode() == subject && asked.GetParentCode() != "" {
			at.Subject = asked
		}
	}
	return at, nil
}

// submit sends what was typed. What is refused is shown again, with what to do.
func (s *Server) submit(w http.ResponseWriter, r *http.Request) {
	edge.Name(r.Context(), "POST /demande")
	values, err := typed(w, r)
	if err != nil {
		s.refused(w, r, (*shown).themes, &shown{}, err)
		return
	}
	at, err := s.load(r, values["subject"])
	if err != nil {
		s.refused(w, r, (*shown).themes, &shown{}, err)
		return
	}
	if at.Subject == nil { // retired meanwhile
		write(w, http.StatusOK, (*shown).themes, at)
		return
	}
	at.Values = values
	request, names, err := requestOf(values, at.Subject)
	if err == nil {
		ctx, _ := rest.Outgoing(r) // it was made once already
		var answer *supportv1.SubmitPublicRequestResponse
		if answer, err = s.cases().SubmitPublicRequest(ctx, request); err == nil {
			write(w, http.StatusOK, (*shown).sent, &shown{Done: answer.GetText()})
			return
		}
	}
	s.refuse(w, r, (*shown).form, at, err, names)
}

// confirm opens the case of a request.
func (s *Server) confirm(w http.ResponseWriter, r *http.Request) {
	edge.Name(r.Context(), "POST /demande/confirmer")
	values, err := typed(w, r)
	at := &shown{Values: values}
	if err == nil {
		ctx, _ := rest.Outgoing(r)
		if at.Receipt, err = s.cases().ConfirmPublicRequest(ctx, &supportv1.ConfirmPublicRequestRequest{Code: strings.TrimSpace(values["code"])}); err == nil {
			write(w, http.StatusOK, (*shown).receipt, at)
			return
		}
	}
	s.refused(w, r, (*shown).confirming, at, err)
}

func (s *Server) refused(w http.ResponseWriter, r *http.Request, content drawn, at *shown, err error) {
	s.refuse(w, r, content, at, err, nil)
}

// refuse shows the page again with what was refused; names are the inputs that JSON paths stand for.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, content drawn, at *shown, err error, names map[string]string) {
	at.Problem, at.Fields = s.Problems.Of(r, err), map[string]string{}
	if at.Problem.Reason == "FORM_EXPIRED" { // the page comes with a new one
		at.Values["formToken"], at.Problem.Errors = "", nil
	}
	for i, f := range at.Problem.Errors {
		if input, ok := names[f.Field]; ok {
			at.Problem.Errors[i].Field = input
		}
		at.Fields[at.Problem.Errors[i].Field] = f.Message
	}
	write(w, at.Problem.Status, content, at)
}

// typed are the values of a form, each once.
func typed(w http.ResponseWriter, r *http.Request) (map[string]string, error) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		return nil, errs.Invalid("INVALID_FIELDS")
	}
	values := map[string]string{}
	for name, all := range r.PostForm {
		values[name] = strings.TrimSpace(strings.Join(all, ","))
	}
	return values, nil
}

func page(content drawn) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		edge.Name(r.Context(), r.Pattern)
		write(w, http.StatusOK, content, &shown{})
	})
}

func write(w http.ResponseWriter, status int, content drawn, at *shown) {
	var b bytes.Buffer
	_ = content(at).Render(&b) // a buffer takes all
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the caller may be gone
}

func file(name, kind string) http.Handler {
	text, err := assets.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // it is embedded
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		edge.Name(r.Context(), r.Pattern)
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(text)
	})
}
