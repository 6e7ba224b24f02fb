package conformance

import (
	"slices"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	"hup.example/services/kit/actor"
)

// checkRows: who may not see a row hears that it does not exist, in reads, in writes and in lists.
func checkRows(t *testing.T, w *World) {
	for _, r := range w.config.Resources {
		i := w.make(t, r)
		w.readBack(t, i)
		for _, m := range w.contract.methods {
			if w.isAbout(m, i) {
				w.rowOfOthers(t, m, i)
			}
		}
		if m, ok := w.lister(i); ok {
			w.listed(t, m, i)
		}
	}
}

// readBack: the maker reads what was answered.
func (w *World) readBack(t *testing.T, i instance) {
	t.Helper()
	request := w.getter(i)
	if request == nil {
		return
	}
	if got := resourceIn(w.Must(t, i.by, request)); idOf(got) != i.id {
		t.Errorf("%s answers the row %s, want %s", w.contract.of(request).name, idOf(got), i.id)
	}
}

// isAbout says whether the path of the method names instances like this one.
func (w *World) isAbout(m method, i instance) bool {
	fields := m.target()
	return fields != nil && fields[len(fields)-1].Name() == idField(i.message).Name()
}

func (w *World) rowOfOthers(t *testing.T, m method, i instance) {
	t.Helper()
	advisor, ok := staff(m, Own)
	if !ok {
		return
	}
	stranger := advisor
	stranger.Territory = Elsewhere
	w.hidden(t, m, stranger, i.id, "a row of another territory")
	unknown := "nobody"
	if prefix := i.id[:min(3, len(i.id))]; len(i.id) == len(prefix)+1+idLength {
		unknown = nobody(prefix)
	}
	w.hidden(t, m, advisor, unknown, "a row that never was")
	if neighbour, ok := staff(m, Other); ok && !i.resource.Shared {
		w.hidden(t, m, neighbour, i.id, "a row of another body")
	}
}

// staff is somebody of a body whom the rule lets call, and who does not see all of the territory.
func staff(m method, body string) (actor.Actor, bool) {
	for _, role := range []authv1.Role{authv1.Role_ROLE_HUP_ADVISOR, authv1.Role_ROLE_BODY_MANAGER, authv1.Role_ROLE_PARTNER_EXPERT} {
		if m.rule.GetAuthenticated() || slices.Contains(m.rule.GetGrant().GetAnyRole(), role) {
			return Person(body, map[authv1.Role]actor.Role{
				authv1.Role_ROLE_HUP_ADVISOR: actor.HupAdvisor, authv1.Role_ROLE_BODY_MANAGER: actor.BodyManager,
				authv1.Role_ROLE_PARTNER_EXPERT: actor.PartnerExpert,
			}[role]), true
		}
	}
	return actor.Actor{}, false
}

func (w *World) hidden(t *testing.T, m method, a actor.Actor, id, what string) {
	t.Helper()
	request := w.sample(t, m)
	if request == nil {
		return
	}
	m.aim(request, id)
	answer, err := w.call(t.Context(), m, a, request)
	if m.isList() && err == nil && len(rows(answer)) == 0 {
		return // a list under a row that is not seen may be empty
	}
	if refused(err).code != codes.NotFound {
		t.Errorf("%s of %s by %s: %s, want NotFound", m.name, what, describeActor(a), explain(err))
	}
}

// listed: the list shows the row to its maker, and to nobody who may not see it.
func (w *World) listed(t *testing.T, m method, i instance) {
	t.Helper()
	if !w.inList(t, m, i.by, i) {
		t.Errorf("%s does not show %s to %s, who made it", m.name, i.id, describeActor(i.by))
	}
	elsewhere, ok := staff(m, Own)
	elsewhere.Territory = Elsewhere
	if ok && w.inList(t, m, elsewhere, i) {
		t.Errorf("%s shows a row of another territory to %s", m.name, describeActor(elsewhere))
	}
	if neighbour, ok := staff(m, Other); ok && !i.resource.Shared && w.inList(t, m, neighbour, i) {
		t.Errorf("%s shows a row of another body to %s", m.name, describeActor(neighbour))
	}
}

// inList looks for the row on all pages.
func (w *World) inList(t *testing.T, m method, a actor.Actor, i instance) bool {
	t.Helper()
	for token := ""; ; {
		answer, err := w.call(t.Context(), m, a, w.page(t, m, i.message, 200, token))
		if refused(err).code == codes.NotFound {
			return false
		}
		if err != nil {
			t.Fatalf("%s by %s: %s", m.name, describeActor(a), explain(err))
		}
		if slices.ContainsFunc(rows(answer), func(row proto.Message) bool { return idOf(row) == i.id }) {
			return true
		}
		if token = next(answer); token == "" {
			return false
		}
	}
}

// page is a request for one page, under the same parent as the row where the list has one.
func (w *World) page(t *testing.T, m method, row proto.Message, size int32, token string) proto.Message {
	t.Helper()
	request := w.sample(t, m)
	if request == nil {
		t.FailNow()
	}
	if fields := m.target(); fields != nil && row != nil {
		if parent := row.ProtoReflect().Descriptor().Fields().ByName(fields[len(fields)-1].Name()); parent != nil {
			m.aim(request, row.ProtoReflect().Get(parent).String())
		}
	}
	put(request, "page_size", protoreflect.ValueOfInt32(size))
	put(request, "page_token", protoreflect.ValueOfString(token))
	return request
}

func put(m proto.Message, field string, v protoreflect.Value) {
	if f := m.ProtoReflect().Descriptor().Fields().ByName(protoreflect.Name(field)); f != nil {
		m.ProtoReflect().Set(f, v)
	}
}

func rows(answer proto.Message) (all []proto.Message) {
	list := answer.ProtoReflect().Get(rowsOf(answer.ProtoReflect().Descriptor())).List()
	for i := range list.Len() {
		all = append(all, list.Get(i).Message().Interface())
	}
	return all
}

func next(answer proto.Message) string {
	return answer.ProtoReflect().Get(answer.ProtoReflect().Descriptor().Fields().ByName("next_page_token")).String()
}
