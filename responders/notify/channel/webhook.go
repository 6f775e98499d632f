package channel

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"huiying/fetch"
)

// Headers of a webhook. docs/notify.md tells receivers how to check them.
const (
	HeadKey       = "Idempotency-Key"
	HeadTime      = "Huiying-Timestamp"
	HeadSignature = "Huiying-Signature"
)

// Webhook hands messages as JSON to an address, signed.
type Webhook struct {
	URL    string
	Secret string
	Post   Poster
	Now    func() time.Time
}

func openWebhook(s Settings) (Sender, error) {
	return Webhook{URL: s.URL, Secret: s.Secret, Post: s.Post, Now: s.Now}, nil
}

type hookBody struct {
	Key     string    `json:"key"`
	Kind    string    `json:"kind"`
	At      time.Time `json:"at"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Facts   any       `json:"facts,omitempty"`
	Files   []string  `json:"files,omitempty"`
}

// Send posts the message once.
func (w Webhook) Send(ctx context.Context, m Message) error {
	in := hookBody{Key: m.Key, Kind: m.Kind, At: m.At.UTC(), Subject: m.Subject, Text: m.Text, Facts: m.Facts}
	for _, f := range m.Files {
		in.Files = append(in.Files, f.Name)
	}
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	at := strconv.FormatInt(w.Now().Unix(), 10)
	_, err = w.Post.Post(ctx, fetch.Post{URL: w.URL, Body: body, Header: http.Header{
		"Content-Type": {"application/json; charset=utf-8"}, HeadKey: {m.Key}, HeadTime: {at}, HeadSignature: {Sign(w.Secret, at, body)}}})
	return err
}

// Sign is the signature of a body at a time: v1= and the hex of HMAC-SHA256 over timestamp, a dot
// and the body.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	return "v1=" + hex.EncodeToString(mac.Sum(nil))
}

// Reasons of Verify.
var (
	ErrSignature = errors.New("the signature does not fit the body and its time")
	ErrOld       = errors.New("the message is too old or from the future")
)

// Verify is what a receiver does: the signature first, then its age.
func Verify(secret, timestamp, signature string, body []byte, now time.Time, most time.Duration) error {
	if !strings.HasPrefix(signature, "v1=") || !hmac.Equal([]byte(signature), []byte(Sign(secret, timestamp, body))) {
		return ErrSignature
	}
	at, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return ErrSignature
	}
	if d := now.Sub(time.Unix(at, 0)); d > most || d < -most {
		return ErrOld
	}
	return nil
}
