package querycode

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"huiying/internal/keyfile"
)

// Key is what codes are known by.
type Key struct{ secret []byte }

// OpenKey reads the key from a file, and makes it when it is not there.
func OpenKey(file string) (*Key, error) { return keyOf(keyfile.Open(file)) }

// ReadKey reads the key from a file that is there.
func ReadKey(file string) (*Key, error) { return keyOf(keyfile.Read(file)) }

func keyOf(secret []byte, err error) (*Key, error) {
	if err != nil {
		return nil, fmt.Errorf("key of query codes: %w", err)
	}
	return &Key{secret}, nil
}

func (k *Key) mac(of, text string) []byte {
	m := hmac.New(sha256.New, k.secret)
	m.Write([]byte(of + "\x00" + text))
	return m.Sum(nil)
}

// Of is what a code is kept as: 64 hex digits.
func (k *Key) Of(c Code) string { return hex.EncodeToString(k.mac("code", string(c))) }

// Mark tells one key from another, and nothing of either.
func (k *Key) Mark() string { return hex.EncodeToString(k.mac("mark", "")[:8]) }

// ticket is what a page holds between showing a case and taking a verdict, so that it holds no code.
type ticket struct {
	Of    string `json:"o"`
	Until int64  `json:"u"`
}

// Seal writes what a code is kept as so that only this key reads it, and only until a moment.
func (k *Key) Seal(of string, until time.Time) (string, error) {
	aead, err := k.aead()
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(ticket{of, until.Unix()})
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nil, nil, b, nil)), err
}

// Unseal reads it again; false when it is not ours, or too old.
func (k *Key) Unseal(sealed string, now time.Time) (of string, ok bool) {
	aead, err := k.aead()
	if err != nil {
		return "", false
	}
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err == nil {
		raw, err = aead.Open(nil, nil, raw, nil)
	}
	var t ticket
	if err != nil || json.Unmarshal(raw, &t) != nil || now.Unix() > t.Until {
		return "", false
	}
	return t.Of, true
}

func (k *Key) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.mac("ticket", ""))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
