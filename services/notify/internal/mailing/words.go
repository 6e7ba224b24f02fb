package mailing

import (
	"context"
	"fmt"
	"strings"

	"hup.example/services/kit/calendar"
	"hup.example/services/kit/mail"
	"hup.example/services/kit/messages"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/notify/internal/store"
)

// domainOf is whose words a request is written in: those of the service that asked.
func domainOf(r store.Request) string { return "hup." + r.Source }

// write writes the mail.
func (s *Sender) write(ctx context.Context, r store.Request, n store.Notification, to letterhead) (mail.Message, error) {
	params, err := s.params(ctx, r, to.lang)
	if err != nil {
		return mail.Message{}, err
	}
	key := "notice." + r.Asked.GetTemplate()
	title, ok := s.Words.Text(domainOf(r), to.lang, key+".title", params)
	text, more := s.Words.Text(domainOf(r), to.lang, key+".text", params)
	if !ok || !more {
		return mail.Message{}, fmt.Errorf("no words for %s of %s", r.Asked.GetTemplate(), r.Source)
	}
	letter, ok := s.Words.Text("hup.notify", to.lang, "mail.letter", map[string]string{"name": to.name, "text": text, "link": to.link})
	if !ok {
		return mail.Message{}, fmt.Errorf("no frame for a mail in %s", to.lang)
	}
	return mail.Message{
		To: to.email, Subject: title, Text: letter, ID: n.ID + "@" + host(s.PublicURL),
		Brief: fmt.Sprintf("Message pour %s : %s — %s", to.email, title, to.link),
	}, nil
}

// host is the name of the installation, for the ids of mails.
func host(publicURL string) string {
	_, name, _ := strings.Cut(publicURL, "://")
	name, _, _ = strings.Cut(name, "/")
	name, _, _ = strings.Cut(name, ":")
	return name
}

// params are what the words have places for: days in words, and beside the id of a body its name.
func (s *Sender) params(ctx context.Context, r store.Request, lang messages.Lang) (map[string]string, error) {
	filled := map[string]string{}
	for name, value := range r.Asked.GetParams() {
		filled[name] = value
		switch {
		case strings.HasSuffix(name, "Date"):
			filled[name] = dayIn(lang, value)
		case name == "bodyId" || strings.HasSuffix(name, "BodyId"):
			body, err := s.nameOf(ctx, r.Territory, value)
			if err != nil {
				return nil, err
			}
			filled[strings.TrimSuffix(name, "Id")] = body
		}
	}
	return filled, nil
}

func (s *Sender) nameOf(ctx context.Context, territory, bodyID string) (string, error) {
	body, err := s.Support.GetBodySnapshot(ctx, &supportv1.GetBodySnapshotRequest{Territory: territory, PartnerBodyId: bodyID})
	if err != nil {
		return bodyID, alive(err)
	}
	return body.GetName(), nil
}

// dayIn is a day in words; what is no day stays as it is.
func dayIn(lang messages.Lang, text string) string {
	day, err := calendar.ParseDay(text)
	switch {
	case err != nil:
		return text
	case lang == messages.English:
		return day.Start().In(calendar.Paris).Format("Monday 2 January 2006")
	}
	return day.InWords()
}
